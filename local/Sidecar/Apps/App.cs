using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Apps;

/// <summary>An app-id and its instances.</summary>
internal sealed class App(string id, IReadOnlyList<AppInstance> instances)
{
    private readonly Pulse _changed = new();
    private int _turn;

    public string Id { get; } = id;

    public IReadOnlyList<AppInstance> Instances { get; } = instances;

    public void OnInstanceChanged() => _changed.Beat();

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
