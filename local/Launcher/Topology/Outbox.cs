namespace TicketBooking.Launcher.Topology;

/// <summary>A table whose inserts become messages; the topic is the one Debezium gives it.</summary>
internal sealed record Outbox(string Database, string Table)
{
    public string Topic => "event.public." + Table;
}
