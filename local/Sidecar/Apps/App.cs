namespace TicketBooking.Sidecar.Apps;

/// <summary>An app-id and its instances.</summary>
internal sealed class App(string id, IReadOnlyList<AppInstance> instances)
{
    private readonly AsyncSignal _changed = new();
    private int _turn;

    public string Id { get; } = id;

    public IReadOnlyList<AppInstance> Instances { get; } = instances;

    public void OnInstanceChanged() => _changed.Raise();

    /// <summary>Addresses in the order to try them: those that are up in turn, then the others (an app may be up before it was noticed).</summary>
    public IEnumerable<Uri> AddressesToTry()
    {
        var start = (int)((uint)Interlocked.Increment(ref _turn) % (uint)Instances.Count);
        var inTurn = Instances.Skip(start).Concat(Instances.Take(start)).Where(i => i.Address is not null);
        return inTurn.OrderBy(i => i.IsUp ? 0 : 1).Select(i => i.Address!);
    }

    /// <summary>An instance that is up, in turn; waits for one.</summary>
    public async Task<Uri> PickUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (Instances.Any(i => i.IsUp))
            {
                return AddressesToTry().First();
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>Resolves the names of all apps of this process, and the sidecar of each port.</summary>
internal sealed class AppDirectory(IReadOnlyList<AppInstance> instances)
{
    private readonly Dictionary<string, App> _apps = instances.GroupBy(i => i.Sidecar.AppId, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => new App(g.Key, [.. g]), StringComparer.Ordinal);

    private readonly Dictionary<int, AppInstance> _byPort = instances
        .SelectMany(i => new[] { (i.Sidecar.HttpPort, i), (i.Sidecar.GrpcPort, i) }).ToDictionary();

    public IEnumerable<App> All => _apps.Values;

    public App? Find(string appId) => _apps.GetValueOrDefault(appId);

    public AppInstance BehindPort(int port) => _byPort[port];
}
