namespace TicketBooking.Launcher.Topology;

/// <summary>One running copy of an app, with ports of its own; further copies have the ports of the first plus 100 each.</summary>
internal sealed record AppInstance(DaprApp App, string Name, int AppPort, int HttpPort, int GrpcPort)
{
    public static IEnumerable<AppInstance> Of(DaprApp app, Setting setting) =>
        Enumerable.Range(0, setting.Instances.GetValueOrDefault(app.AppId, 1)).Select(copy => new AppInstance(
            app,
            copy == 0 ? app.AppId : $"{app.AppId}-{copy + 1}",
            setting.Shift(app.AppPort + (100 * copy)),
            setting.Shift(app.DaprHttpPort + (100 * copy)),
            setting.Shift(app.DaprGrpcPort + (100 * copy))));
}
