using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A refund that an operator has to look at.</summary>
internal sealed record BlockedRefund(Guid BookingId, Guid AttemptId, string? IntentId, long OwedMinor, string Currency, string Reason, DateTimeOffset Since);

/// <summary>
/// The statements on the refund columns of tbl_payment_attempt. A refund that is due is leased, so that instances share the work and one that
/// dies leaves it to the others.
/// </summary>
internal static class RefundTable
{
    /// <summary>Longer than the calls to the provider of one refund take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(55);

    /// <summary>All money of an attempt is to go back, or a part of it, and no operator has to decide. As the index on refund_due_at has it.</summary>
    public const string IsOwing =
        "(outcome = 'REFUND_PENDING' OR (outcome = 'PAID' AND owed_minor > refunded_minor AND refund_block IS NULL))";

    // What a part asks for is stored before it is asked for: under one key the provider takes one amount only.
    private const string Take =
        $"""
        UPDATE tbl_payment_attempt SET refund_due_at = now() + $1, refund_tries = refund_tries + 1, money_version = money_version + 1,
          refund_ask_minor = CASE WHEN outcome = 'PAID'
            THEN coalesce(refund_ask_minor, nullif(greatest(owed_minor - refunded_minor - returning_minor, 0), 0)) ELSE refund_ask_minor END
        WHERE {IsOwing} AND refund_due_at <= now() AND
        """;

    private const string TakeOldest =
        $"""
        {Take} id IN (
          SELECT id FROM tbl_payment_attempt WHERE {IsOwing} AND refund_due_at <= now()
          ORDER BY refund_due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING id
        """;

    /// <summary>Leases refunds that are due, those that wait longest first.</summary>
    public static async Task<List<AttemptRow>> LeaseAsync(NpgsqlDataSource database, int limit, CancellationToken cancellationToken)
    {
        var ids = await Spans.RunAsync(Steps.CommitRefundLeased, () => database.Command(TakeOldest, Lease, limit)
            .ListAsync(row => row.GetGuid(0), cancellationToken));
        return ids.Count == 0
            ? []
            : await database.Command($"{PaymentAttempts.Select} WHERE attempt.id = ANY ($1)", ids.ToArray()).ListAsync(PaymentAttempts.Read, cancellationToken);
    }

    /// <summary>Leases this refund; null when it is not due, or leased already.</summary>
    public static async Task<AttemptRow?> TryLeaseAsync(NpgsqlDataSource database, Guid attemptId, CancellationToken cancellationToken) =>
        await database.Command($"{Take} id = $2", Lease, attemptId).CommitAsync(Steps.CommitRefundLeased, cancellationToken) == 0
            ? null
            : await PaymentAttempts.FindAsync(database, attemptId, cancellationToken);

    /// <summary>Ends the lease of a refund that could not be made; it is due again after the pause.</summary>
    public static Task PostponeAsync(NpgsqlDataSource database, AttemptRow leased, TimeSpan pause, CancellationToken cancellationToken) =>
        database.Command(
            $"UPDATE tbl_payment_attempt SET refund_due_at = now() + $3 WHERE id = $1 AND {IsOwing} AND money_version = $2",
            leased.Id,
            leased.Refund.Version,
            pause).CommitAsync(Steps.CommitRefundPostponed, cancellationToken);

    /// <summary>Returns the time until a refund is due; null when none is owed.</summary>
    public static Task<TimeSpan?> UntilNextAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command($"SELECT min(refund_due_at) - now() FROM tbl_payment_attempt WHERE {IsOwing}").FirstAsync(
            row => row.IsDBNull(0) ? null : (TimeSpan?)row.GetTimeSpan(0), cancellationToken);

    /// <summary>Counts the refunds that are owed or under way, and the blocked ones.</summary>
    public static Task<(long Owed, long Blocked)> CountAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => database.Command(
        $"""
        SELECT (SELECT count(*) FROM tbl_payment_attempt WHERE {IsOwing}),
          (SELECT count(*) FROM tbl_payment_attempt WHERE refund_block IS NOT NULL)
        """).FirstAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);

    /// <summary>
    /// Records where the money is, and raises the version. A refund that is newly owed is due now; one under way, or one that was refused for now,
    /// after the pause. The time of any other stays.
    /// </summary>
    public static Task RecordAsync(
        NpgsqlTransaction transaction, AttemptRow before, AttemptOutcome outcome, RefundRow after, CancellationToken cancellationToken)
    {
        var next = before with { Outcome = outcome, Refund = after };
        var isOwed = next.IsOwing && !after.Covers(next.OwedMinor);
        var isNew = isOwed && (!before.IsOwing || before.Refund.Covers(before.OwedMinor));
        return transaction.Command(
            """
            UPDATE tbl_payment_attempt SET outcome = $2, refunded_minor = $3, returning_minor = $4, refund_number = $5, refund_block = $6::text,
              refund_ask_minor = CASE WHEN $5 > refund_number THEN NULL ELSE refund_ask_minor END, refund_last_failed = $10,
              money_version = money_version + 1,
              settled_at = CASE WHEN outcome = $2 THEN settled_at ELSE now() END,
              refund_tries = CASE WHEN $7 THEN 0 ELSE refund_tries END,
              refund_due_at = CASE WHEN $7 THEN now() WHEN $8 THEN now() + $9 ELSE refund_due_at END
            WHERE id = $1
            """,
            before.Id,
            outcome.Code(),
            after.ReturnedMinor,
            after.ReturningMinor,
            after.Number,
            after.Block,
            isNew,
            !isOwed || after.Number > before.Refund.Number,
            RefundRules.PauseAfter(before.Refund.Tries),
            after.LastFailed).RunAsync(cancellationToken);
    }

    /// <summary>Reads the blocked refunds, those of one booking or all, the oldest first.</summary>
    public static Task<List<BlockedRefund>> BlockedAsync(
        NpgsqlDataSource database, Guid? bookingId, int limit, CancellationToken cancellationToken) => database.Command(
        """
        SELECT booking.id, attempt.id, payment_intent_id,
          CASE outcome WHEN 'PAID' THEN owed_minor ELSE amount_minor END - refunded_minor, currency, refund_block, settled_at
        FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id
        WHERE refund_block IS NOT NULL AND ($1::uuid IS NULL OR booking.id = $1::uuid) ORDER BY settled_at, attempt.id LIMIT $2
        """,
        bookingId,
        limit).ListAsync(
        row => new BlockedRefund(
            row.GetGuid(0),
            row.GetGuid(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetInt64(3),
            row.GetString(4),
            row.GetString(5),
            row.GetFieldValue<DateTimeOffset>(6)),
        cancellationToken);

    /// <summary>Makes a blocked refund due now; false when it is not blocked any more.</summary>
    public static async Task<bool> ResumeAsync(NpgsqlTransaction transaction, Guid attemptId, CancellationToken cancellationToken) =>
        await transaction.Command(
            """
            UPDATE tbl_payment_attempt SET outcome = CASE outcome WHEN 'PAID' THEN 'PAID' ELSE 'REFUND_PENDING' END, refund_block = NULL,
              settled_at = now(), refund_due_at = now(), refund_tries = 0, money_version = money_version + 1
            WHERE id = $1 AND refund_block IS NOT NULL
            """,
            attemptId).RunAsync(cancellationToken) > 0;
}
