namespace TicketBooking.Launcher.Topology;

/// <summary>Plans all processes, in the order of its properties. Made from files and options only; nothing runs yet.</summary>
internal sealed record SystemPlan(
    IReadOnlyList<string> Databases,
    ProcessPlan Sidecar,
    ProcessPlan Simulator,
    IReadOnlyList<ProcessPlan> Apps,
    ProcessPlan Relay)
{
    public IEnumerable<ProcessPlan> Processes => [Sidecar, Simulator, .. Apps, Relay];

    public static SystemPlan Create(DaprFile file, Setting setting)
    {
        var instances = file.Apps.SelectMany(app => AppInstance.Of(app, setting)).ToList();
        RefuseUnknown(setting.Instances.Keys.Except(file.Apps.Select(app => app.AppId)));
        return new(
            [.. Outboxes.DatabasesOf(file), SidecarPlan.Database, SimulatorPlan.Database],
            SidecarPlan.Create(instances, setting),
            SimulatorPlan.Create(file, setting),
            [.. instances.Select(instance => AppPlan.Create(instance, file, setting))],
            RelayPlan.Create(file, setting));
    }

    private static void RefuseUnknown(IEnumerable<string> apps)
    {
        foreach (var app in apps)
        {
            throw new UserException($"--instances names '{app}', which is not an app of dapr.yaml.");
        }
    }
}
