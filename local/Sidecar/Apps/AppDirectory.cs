namespace TicketBooking.Sidecar.Apps;

/// <summary>All apps this process is the sidecar of: name resolution, and who is up.</summary>
internal sealed class AppDirectory(IReadOnlyDictionary<string, App> apps)
{
    public IEnumerable<App> All => apps.Values;

    public static AppDirectory From(IEnumerable<(SidecarAppOptions Options, AppInstance Instance)> instances) =>
        new(instances.GroupBy(i => i.Options.AppId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new App(g.Key, [.. g.Select(i => i.Instance)]), StringComparer.Ordinal));

    public App? Find(string appId) => apps.GetValueOrDefault(appId);
}
