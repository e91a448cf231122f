namespace TicketBooking.Launcher.Topology;

/// <summary>The relay reads every outbox and publishes through a sidecar of its own.</summary>
internal static class RelayPlan
{
    public const string Name = "outbox-relay";

    public static ProcessPlan Create(DaprFile file, Setting setting)
    {
        var environment = new Dictionary<string, string>
        {
            ["Relay__Sidecar"] = setting.LocalUrl(Setting.RelayHttpPort),
            ["Relay__PubSub"] = "pubsub",
            ["DAPR_API_TOKEN"] = setting.Secrets.DaprApiToken,
        };
        var outboxes = Outboxes.Of(file);
        for (var i = 0; i < outboxes.Count; i++)
        {
            environment[$"Relay__Outboxes__{i}__ConnectionString"] = setting.Postgres.Database(outboxes[i].Database);
            environment[$"Relay__Outboxes__{i}__Table"] = outboxes[i].Table;
            environment[$"Relay__Outboxes__{i}__Topic"] = outboxes[i].Topic;
        }

        return LocalProgram.Create(Name, "OutboxRelay", setting, environment);
    }
}
