using Npgsql;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A seat that another booking has.</summary>
/// <param name="SeatNumber">The seat.</param>
/// <param name="Reason"><c>HELD</c> or <c>BOOKED</c>.</param>
internal sealed record SeatConflict(string SeatNumber, string Reason);

/// <summary>A reading of the claims of an event.</summary>
/// <param name="Claims">The claims that changed since the reading before, or all.</param>
/// <param name="Now">The database's time.</param>
/// <param name="Next">Where the next reading begins.</param>
internal sealed record ClaimReading(IReadOnlyList<ClaimState> Claims, DateTimeOffset Now, long Next);

/// <summary>Reads of tbl_seat_claim.</summary>
internal static class SeatAvailability
{
    private const string IsTaken = "(status = 'BOOKED' OR (status = 'HELD' AND expires_at > now()))";

    // The oldest transaction that is still running has not been seen, and neither have those that began after it: the next reading begins there.
    private const string Read = """
        SELECT reading.next, reading.now, claim.seat_number, claim.status <> 'RELEASED', claim.expires_at
        FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS next, now() AS now) reading
        LEFT JOIN tbl_seat_claim claim ON claim.event_id = $1
        """;

    /// <summary>Returns which of the seats are not free.</summary>
    public static async Task<HashSet<Guid>> TakenAsync(
        NpgsqlTransaction transaction, Guid eventId, IEnumerable<LayoutSeat> seats, CancellationToken cancellationToken) => [.. await transaction.Command(
        $"SELECT seat_id FROM tbl_seat_claim WHERE event_id = $1 AND seat_id = ANY ($2) AND {IsTaken}",
        eventId,
        seats.Select(seat => seat.Id).ToArray()).ListAsync(row => row.GetGuid(0), cancellationToken)];

    /// <summary>Reads all claims of an event.</summary>
    public static Task<ClaimReading> AllAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        ReadAsync(database.Command(Read, eventId), cancellationToken);

    /// <summary>Reads the claims of an event that changed since an earlier reading; some of them may have been in that one.</summary>
    public static Task<ClaimReading> ChangedAsync(NpgsqlDataSource database, Guid eventId, long since, CancellationToken cancellationToken) =>
        ReadAsync(database.Command($"{Read} AND claim.changed_in >= $2", eventId, since), cancellationToken);

    private static async Task<ClaimReading> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var rows = await command.ListAsync(
            row => (
                Next: row.GetInt64(0),
                Now: row.GetFieldValue<DateTimeOffset>(1),
                Claim: row.IsDBNull(2)
                    ? (ClaimState?)null
                    : new ClaimState(row.GetString(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4))),
            cancellationToken);
        return new ClaimReading([.. rows.Select(row => row.Claim).OfType<ClaimState>()], rows[0].Now, rows[0].Next);
    }
}
