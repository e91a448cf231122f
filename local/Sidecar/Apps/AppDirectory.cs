namespace TicketBooking.Sidecar.Apps;

/// <summary>All apps this process is the sidecar of: name resolution, and which sidecar has which port.</summary>
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
