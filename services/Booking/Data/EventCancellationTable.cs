using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A cancelled event.</summary>
internal sealed record EventCancellationRow(Guid EventId, long Version);

/// <summary>How far a cancellation is, read from the bookings themselves.</summary>
internal sealed record CancellationProgress(
    Guid? CreatedBy, DateTimeOffset BegunAt, DateTimeOffset? FinishedAt, long Live, long Released, long RefundPending, long RefundBlocked, long Refunded);

/// <summary>The statements on tbl_event_cancellation and on the bookings of its events.</summary>
internal static class EventCancellationTable
{
    /// <summary>Bookings that have to end.</summary>
    private const string IsLive = "status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED')";

    /// <summary>Bookings that have to end or to be refunded. A blocked refund is an operator's.</summary>
    private const string IsUnsettled = "status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED', 'REFUND_PENDING')";

    /// <summary>Begins a cancellation if the stored rules say so and it has not begun.</summary>
    public static Task BeginAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) => transaction.Command(
        """
        INSERT INTO tbl_event_cancellation (event_id, version)
        SELECT event_id, version FROM tbl_event_rules WHERE event_id = $1 AND status IN ('CANCELLED', 'DELETED')
        ON CONFLICT (event_id) DO NOTHING
        """,
        eventId).RunAsync(cancellationToken);

    /// <summary>Begins it, or reopens one that was finished too early.</summary>
    public static Task ReopenAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) => database.Command(
        """
        INSERT INTO tbl_event_cancellation (event_id, version)
        SELECT event_id, version FROM tbl_event_rules WHERE event_id = $1 AND status = 'CANCELLED'
        ON CONFLICT (event_id) DO UPDATE SET finished_at = NULL
        """,
        eventId).CommitAsync(Steps.CommitEventCancellationReopened, cancellationToken);

    /// <summary>Reads the unfinished ones, of one event or of all.</summary>
    public static Task<List<EventCancellationRow>> UnfinishedAsync(
        NpgsqlDataSource database, Guid? eventId, CancellationToken cancellationToken) => database.Command(
        """
        SELECT event_id, version FROM tbl_event_cancellation
        WHERE finished_at IS NULL AND ($1::uuid IS NULL OR event_id = $1::uuid) ORDER BY begun_at
        """,
        eventId).ListAsync(row => new EventCancellationRow(row.GetGuid(0), row.GetInt64(1)), cancellationToken);

    /// <summary>Reads the next bookings to end, by id. Refunds that are owed are made without the workflow.</summary>
    public static Task<List<Guid>> NextAsync(
        NpgsqlDataSource database, Guid eventId, Guid after, int limit, CancellationToken cancellationToken) => database.Command(
        $"SELECT id FROM tbl_booking WHERE event_id = $1 AND id > $2 AND {IsLive} ORDER BY id LIMIT $3",
        eventId,
        after,
        limit).ListAsync(row => row.GetGuid(0), cancellationToken);

    /// <summary>Finishes it; returns false when a booking is not settled yet.</summary>
    public static async Task<bool> TryFinishAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        await database.Command(
            $"""
            UPDATE tbl_event_cancellation SET finished_at = coalesce(finished_at, now())
            WHERE event_id = $1 AND NOT EXISTS (SELECT 1 FROM tbl_booking WHERE event_id = $1 AND {IsUnsettled})
            """,
            eventId).CommitAsync(Steps.CommitEventCancellationFinished, cancellationToken) > 0;

    /// <summary>Counts the bookings; null when no message says yet that the event is cancelled.</summary>
    public static Task<CancellationProgress?> ProgressAsync(
        NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) => database.Command(
        """
        SELECT rules.created_by, cancellation.begun_at, cancellation.finished_at,
          count(*) FILTER (WHERE booking.status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED')),
          count(*) FILTER (WHERE booking.status = 'RELEASED' AND booking.cancelled_at IS NOT NULL),
          count(*) FILTER (WHERE booking.status = 'REFUND_PENDING'),
          count(*) FILTER (WHERE booking.status = 'REFUND_BLOCKED'),
          count(*) FILTER (WHERE booking.status = 'REFUNDED')
        FROM tbl_event_cancellation cancellation
        JOIN tbl_event_rules rules USING (event_id)
        LEFT JOIN tbl_booking booking USING (event_id)
        WHERE event_id = $1
        GROUP BY 1, 2, 3
        """,
        eventId).FirstAsync(
        row => new CancellationProgress(
            row.IsDBNull(0) ? null : row.GetGuid(0),
            row.GetFieldValue<DateTimeOffset>(1),
            row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2),
            row.GetInt64(3),
            row.GetInt64(4),
            row.GetInt64(5),
            row.GetInt64(6),
            row.GetInt64(7)),
        cancellationToken);
}
