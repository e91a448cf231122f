namespace TicketBooking.Containers;

/// <summary>The system on Redis alone. The relay, an app of the run file, stands in for Debezium.</summary>
public sealed class RedisSystem() : RealSystem("dapr-redis.yaml")
{
    private protected override string[] DatabaseScripts => [.. base.DatabaseScripts, "relay.sql"];

    private protected override Task StartBrokerAsync() => Task.CompletedTask;
}
