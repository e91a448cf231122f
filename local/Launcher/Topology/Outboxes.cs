using Npgsql;

namespace TicketBooking.Launcher.Topology;

/// <summary>Lists the outboxes of every database.</summary>
internal static class Outboxes
{
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["event_core"] = "tbl_event_outbox",
        ["seats"] = "tbl_seat_outbox",
        ["booking"] = "tbl_booking_outbox",
    };

    public static IReadOnlyList<string> DatabasesOf(DaprFile file) =>
    [
        .. file.Apps.Select(app => app.Env.GetValueOrDefault("ConnectionStrings__Database")).OfType<string>()
            .Select(value => new NpgsqlConnectionStringBuilder(value).Database).OfType<string>().Distinct(),
    ];

    public static IReadOnlyList<Outbox> Of(DaprFile file) =>
        [.. DatabasesOf(file).Where(Tables.ContainsKey).Select(database => new Outbox(database, Tables[database]))];
}
