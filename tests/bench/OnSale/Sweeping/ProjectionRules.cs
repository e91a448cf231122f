using Npgsql;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>What Seats shows is what Booking claims, and its feed has told each change.</summary>
internal static class ProjectionRules
{
    private const string Claims = "SELECT event_id, seat_id, CASE status WHEN 'RELEASED' THEN 'AVAILABLE' ELSE status END, version FROM tbl_seat_claim";
    private const string Seats = "SELECT event_id, id, status, version FROM tbl_seat WHERE version > 0 OR status <> 'AVAILABLE'";

    /// <summary>Old numbers are pruned: from the first that is left.</summary>
    private const string Gaps =
        """
        SELECT e.id || ' is at ' || e.seq || ' and has told ' || c.told || ' numbers from ' || c.first || ' to ' || c.last
        FROM tbl_event e JOIN (SELECT event_id, count(DISTINCT seq) AS told, min(seq) AS first, max(seq) AS last FROM tbl_seat_change GROUP BY event_id) c
          ON c.event_id = e.id
        WHERE c.told <> c.last - c.first + 1 OR c.last <> e.seq
        """;

    private const string Counts =
        """
        SELECT c.section || ' of ' || c.event_id || ' counts ' || c.available || ' free seats of ' || s.free
        FROM tbl_section_count c JOIN (
          SELECT event_id, section, count(*) FILTER (WHERE status = 'AVAILABLE') AS free FROM tbl_seat GROUP BY event_id, section) s
          ON s.event_id = c.event_id AND s.section = c.section
        WHERE c.available <> s.free
        """;

    private const string Parked = "SELECT message_id || ' of ' || topic || ' is parked: ' || error FROM tbl_parked_message";

    public static async Task<IEnumerable<Difference>> FindAsync(NpgsqlDataSource booking, NpgsqlDataSource seats, CancellationToken cancellationToken)
    {
        var claims = await ReadAsync(booking, Claims, cancellationToken);
        var shown = await ReadAsync(seats, Seats, cancellationToken);
        return
        [
            .. claims.Where(claim => !shown.TryGetValue(claim.Key, out var seat) || seat != claim.Value)
                .Select(claim => new Difference("projection", $"{claim.Key.Seat} is claimed {claim.Value} and shown {shown.GetValueOrDefault(claim.Key)}")),
            .. shown.Where(seat => !claims.ContainsKey(seat.Key))
                .Select(seat => new Difference("projection", $"{seat.Key.Seat} is shown {seat.Value} and was never claimed")),
            .. await seats.DifferencesAsync("sequence", Gaps, cancellationToken),
            .. await seats.DifferencesAsync("count of free seats", Counts, cancellationToken),
            .. await seats.DifferencesAsync("parked message", Parked, cancellationToken),
            .. await booking.DifferencesAsync("parked message", Parked, cancellationToken),
        ];
    }

    private static async Task<Dictionary<(Guid Event, Guid Seat), (string Status, long Version)>> ReadAsync(
        NpgsqlDataSource database, string sql, CancellationToken cancellationToken) =>
        (await database.RowsAsync(sql, row => (Key: (row.GetGuid(0), row.GetGuid(1)), Value: (row.GetString(2), row.GetInt64(3))), cancellationToken))
        .ToDictionary(row => row.Key, row => row.Value);
}
