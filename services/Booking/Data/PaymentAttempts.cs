using System.Diagnostics;
using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Money;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A row of tbl_payment_attempt with the data of its payment intent.</summary>
internal sealed record AttemptRow(
    Guid Id,
    Guid BookingId,
    Guid EventId,
    string? IntentId,
    AttemptOutcome Outcome,
    long AmountMinor,
    string Currency,
    DateTimeOffset BookingEndsAt,
    RefundRow Refund,
    bool IsScheduled,
    string? TraceParent)
{
    /// <summary>
    /// The amount in the provider's units. One in a currency that is not in the table, from an event that is older than it, goes as it is:
    /// the provider refuses it.
    /// </summary>
    public long ProviderAmount => InProviderUnits(AmountMinor);

    /// <summary>What is to go back of a paid attempt: nothing, or a part, while it pays for seats; all of it otherwise.</summary>
    public long OwedMinor => Outcome == AttemptOutcome.Paid ? Refund.PartMinor : AmountMinor;

    /// <summary>Whether money is to go back, and it may be tried.</summary>
    public bool IsOwing => Outcome == AttemptOutcome.RefundPending
        || (Outcome == AttemptOutcome.Paid && OwedMinor > Refund.ReturnedMinor && Refund.Block is null);

    /// <summary>The row that was inserted with a booking that is paid at once.</summary>
    public static AttemptRow Of(NewBooking booking, Guid attemptId, DateTimeOffset expiresAt) => new(
        attemptId, booking.Id, booking.EventId, IntentId: null, AttemptOutcome.Open, booking.AmountMinor, booking.Currency, expiresAt,
        RefundRow.None, IsScheduled: false, Activity.Current?.Id);

    public long InProviderUnits(long minor) => Currencies.Find(Currency)?.ToProvider(minor) ?? minor;
}

/// <summary>The statements on tbl_payment_attempt. Its rows change under the lock of their booking.</summary>
internal static class PaymentAttempts
{
    /// <summary>What <see cref="Read"/> reads, and from where.</summary>
    public const string Columns =
        """
        attempt.id, booking.id, booking.event_id, attempt.payment_intent_id, attempt.outcome,
          booking.amount_minor, booking.currency, booking.expires_at,
          attempt.money_version, attempt.refunded_minor, attempt.returning_minor, attempt.refund_number, attempt.refund_tries, attempt.refund_block,
          attempt.owed_minor, attempt.refund_ask_minor, attempt.refund_last_failed, attempt.scheduled_at IS NOT NULL,
          attempt.traceparent
        """;

    /// <summary>The column after those that <see cref="Read"/> reads.</summary>
    public const int NextColumn = 19;

    public const string From = "FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id";

    public const string Select = $"SELECT {Columns} {From}";

    /// <summary>
    /// Begins the payment of a hold that has its seats, in one statement (migration 0016); null, and nothing is changed, in every other case.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="id">Of the new attempt.</param>
    /// <param name="hold">The hold, and the buyer that asks.</param>
    /// <param name="time">The least time to pay from now on, and how long claims outlive it.</param>
    /// <param name="mostPending">Payments that the buyer may have begun.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    /// <returns>The attempt, and the age of the hold.</returns>
    public static Task<(AttemptRow Attempt, TimeSpan Age)?> TryBeginAsync(
        NpgsqlDataSource database,
        Guid id,
        (Guid Id, Guid UserId) hold,
        (TimeSpan Least, TimeSpan Grace) time,
        int mostPending,
        CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.CommitPaymentStarted, () => database.Command(
            "SELECT event, amount, currency, ends_at, age FROM begin_payment($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            hold.Id,
            hold.UserId,
            id,
            time.Least,
            time.Grace,
            BuyerUse.Kind,
            mostPending,
            Guid.CreateVersion7(),
            Activity.Current?.Id).FirstAsync(
            row => row.IsDBNull(0)
                ? null
                : ((AttemptRow, TimeSpan)?)(
                    new AttemptRow(
                        id, hold.Id, row.GetGuid(0), IntentId: null, AttemptOutcome.Open, row.GetInt64(1), row.GetString(2),
                        row.GetFieldValue<DateTimeOffset>(3), RefundRow.None, IsScheduled: false, Activity.Current?.Id),
                    row.GetTimeSpan(4)),
            cancellationToken));

    public static Task InsertAsync(NpgsqlTransaction transaction, Guid id, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            INSERT INTO tbl_payment_attempt (id, booking_id, number, traceparent)
            SELECT $1, $2, count(*) + 1, $3 FROM tbl_payment_attempt WHERE booking_id = $2
            """,
            id,
            bookingId,
            Activity.Current?.Id).RunAsync(cancellationToken);

    public static Task<AttemptRow?> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE attempt.id = $1", id).FirstAsync(Read, cancellationToken);

    public static Task<AttemptRow?> FindAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        transaction.Command($"{Select} WHERE attempt.id = $1", id).FirstAsync(Read, cancellationToken);

    public static Task<AttemptRow?> FindByIntentAsync(NpgsqlDataSource database, string intentId, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE attempt.payment_intent_id = $1", intentId).FirstAsync(Read, cancellationToken);

    public static Task<AttemptRow?> FindOpenAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command($"{Select} WHERE booking.id = $1 AND attempt.outcome = 'OPEN'", bookingId).FirstAsync(Read, cancellationToken);

    /// <summary>
    /// Stores its intent under the booking's lock (migration 0016), and reads the booking. The buyer may get the intent only when the outcome
    /// is <see cref="AttemptOutcome.Open"/>.
    /// </summary>
    public static Task<(AttemptOutcome Outcome, BookingView Booking)> OfferIntentAsync(
        NpgsqlDataSource database, AttemptRow attempt, string intentId, CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.CommitIntent, async () =>
        {
            await using var batch = database.Batch(("SELECT store_intent($1, $2)", [attempt.Id, intentId]), BookingReads.Get(attempt.BookingId));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var outcome = Codes.OutcomeOf(reader.GetString(0));
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return (outcome, BookingReads.Read(reader));
        });

    /// <summary>
    /// Confirms the booking of an attempt whose money has arrived, in one statement (migration 0016).
    /// </summary>
    /// <returns>How many webhooks about the money are finished with it; null when nothing was changed.</returns>
    public static Task<int?> TryConfirmAsync(NpgsqlDataSource database, Guid id, bool byWorkflow, CancellationToken cancellationToken) =>
        database.Command(
            "SELECT webhooks FROM confirm_booking($1, $2, $3, $4, $5)",
            id,
            byWorkflow,
            EventGate.Kind,
            Guid.CreateVersion7(),
            Activity.Current?.Id).ScalarAsync<int?>(cancellationToken);

    /// <summary>Stores a found intent, once. Only <see cref="OfferIntentAsync"/> says that it may be paid.</summary>
    public static Task SetIntentAsync(NpgsqlDataSource database, Guid id, string intentId, CancellationToken cancellationToken) =>
        database.Command(
            """
            UPDATE tbl_payment_attempt SET payment_intent_id = $2, provider_settled_at = NULL, provider_due_at = now()
            WHERE id = $1 AND payment_intent_id IS NULL
            """,
            id,
            intentId).CommitAsync(Steps.CommitIntentFound, cancellationToken);

    /// <summary>Records that this intent, or its absence, is final at the provider; not when another one was stored meanwhile.</summary>
    public static Task SetProviderSettledAsync(
        NpgsqlTransaction transaction, Guid id, string? intentId, CancellationToken cancellationToken) => transaction.Command(
        """
        UPDATE tbl_payment_attempt SET provider_settled_at = now()
        WHERE id = $1 AND payment_intent_id IS NOT DISTINCT FROM $2::text AND provider_settled_at IS NULL
        """,
        id,
        intentId).RunAsync(cancellationToken);

    public static Task SetOutcomeAsync(
        NpgsqlTransaction transaction, Guid id, AttemptOutcome outcome, CancellationToken cancellationToken) => transaction.Command(
        "UPDATE tbl_payment_attempt SET outcome = $2, settled_at = now(), refund_due_at = now() WHERE id = $1",
        id,
        outcome.Code()).RunAsync(cancellationToken);

    public static Task SetScheduledAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) => database.Command(
        "UPDATE tbl_payment_attempt SET scheduled_at = now() WHERE id = $1 AND scheduled_at IS NULL",
        id).CommitAsync(Steps.CommitWorkflowScheduled, cancellationToken);

    /// <summary>
    /// Leases open attempts whose time to pay is over and whose workflow was not started. When an instance dies, the next takes them after the
    /// lease.
    /// </summary>
    public static Task<List<AttemptRow>> LeaseUnscheduledAsync(
        NpgsqlDataSource database, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.CommitWorkflowLeased, () => database.Command(
            $"""
            WITH leased AS (
              UPDATE tbl_payment_attempt SET workflow_due_at = now() + $2
              WHERE id = ANY (ARRAY (
                SELECT id FROM tbl_payment_attempt WHERE scheduled_at IS NULL AND outcome = 'OPEN' AND workflow_due_at <= now()
                ORDER BY workflow_due_at LIMIT $1 FOR UPDATE SKIP LOCKED))
              RETURNING id)
            {Select} JOIN leased ON leased.id = attempt.id
            """,
            limit,
            lease).ListAsync(Read, cancellationToken));

    /// <summary>Returns the time until a workflow is to be started; null when none is.</summary>
    public static Task<TimeSpan?> UntilUnscheduledAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT min(workflow_due_at) - now() FROM tbl_payment_attempt WHERE scheduled_at IS NULL AND outcome = 'OPEN'")
            .FirstAsync(row => row.IsDBNull(0) ? null : (TimeSpan?)row.GetTimeSpan(0), cancellationToken);

    /// <summary>Reads what a booking that is cancelled, or a part of it, still has to settle: an open attempt, or a refund.</summary>
    public static Task<List<AttemptRow>> UnsettledAsync(NpgsqlDataSource database, Guid bookingId, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE booking.id = $1 AND (attempt.outcome = 'OPEN' OR {RefundTable.IsOwing}) ORDER BY number", bookingId)
            .ListAsync(Read, cancellationToken);

    /// <summary>Records that the money that bought the seats is to be refunded, now.</summary>
    public static Task ReturnPaidAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            UPDATE tbl_payment_attempt SET outcome = 'REFUND_PENDING', settled_at = now(), refund_due_at = now(), refund_tries = 0,
              refund_block = NULL, money_version = money_version + 1
            WHERE booking_id = $1 AND outcome = 'PAID'
            """,
            bookingId).RunAsync(cancellationToken);

    /// <summary>Records that a part of the money that bought the seats is to be refunded, now.</summary>
    public static Task ReturnPartAsync(NpgsqlTransaction transaction, Guid bookingId, long priceMinor, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            UPDATE tbl_payment_attempt SET owed_minor = owed_minor + $2, settled_at = now(), refund_due_at = now(), refund_tries = 0,
              refund_block = NULL, money_version = money_version + 1
            WHERE booking_id = $1 AND outcome = 'PAID'
            """,
            bookingId,
            priceMinor).RunAsync(cancellationToken);

    /// <summary>Reads the outcomes of all attempts of a booking.</summary>
    public static Task<List<AttemptOutcome>> OutcomesAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command("SELECT outcome FROM tbl_payment_attempt WHERE booking_id = $1", bookingId)
            .ListAsync(row => Codes.OutcomeOf(row.GetString(0)), cancellationToken);

    /// <summary>Whether money arrived and all of it was refunded.</summary>
    public static Task<bool> AllMoneyReturnedAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            SELECT count(*) FILTER (WHERE outcome = 'REFUNDED') > 0
              AND count(*) FILTER (WHERE outcome IN ('PAID', 'REFUND_PENDING', 'REFUND_BLOCKED', 'OPEN')) = 0
            FROM tbl_payment_attempt WHERE booking_id = $1
            """,
            bookingId).FirstAsync(row => row.GetBoolean(0), cancellationToken);

    /// <summary>Returns the time left to pay, by the database's clock; negative when it is over.</summary>
    public static Task<TimeSpan> RemainingAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        database.Command(
            """
            SELECT booking.expires_at - now() FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id
            WHERE attempt.id = $1
            """,
            id).FirstAsync(row => row.GetTimeSpan(0), cancellationToken);

    public static AttemptRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetGuid(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        Codes.OutcomeOf(row.GetString(4)),
        row.GetInt64(5),
        row.GetString(6),
        row.GetFieldValue<DateTimeOffset>(7),
        new RefundRow(
            row.GetInt64(8),
            row.GetInt64(9),
            row.GetInt64(10),
            row.GetInt32(11),
            row.GetInt32(12),
            row.IsDBNull(13) ? null : row.GetString(13),
            row.GetInt64(14),
            row.IsDBNull(15) ? null : row.GetInt64(15),
            row.GetInt32(16)),
        row.GetBoolean(17),
        row.IsDBNull(18) ? null : row.GetString(18));
}
