using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Locks;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Ends payment attempts, for the workflow, or for the webhook dispatcher and the sweeper when there is none. Every method may be called
/// any number of times, by any number of callers at once.
/// </summary>
internal sealed class PaymentSettlement(
    NpgsqlDataSource database, PaymentLedger ledger, PaymentIntents intents, Refunds refunds, SeatLocks locks)
{
    /// <summary>Books the seats for the attempt's money, which the provider has, or refunds it.</summary>
    /// <returns>The booking's status.</returns>
    public async Task<BookingStatus> MoneyArrivedAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        var (attempt, status) = await ledger.SettleAsync(attemptId, cancellationToken);

        // Locks of booked seats stay until they end: they refuse other buyers without a transaction.
        return attempt.IsOwing ? await refunds.MakeIfDueAsync(attemptId, cancellationToken) : status;
    }

    /// <summary>Asks the provider whether it has the attempt's money, and if so does as <see cref="MoneyArrivedAsync"/>.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="byWorkflow">Whether its workflow asks, which then counts as started.</param>
    /// <param name="cancellationToken">Cancels what has not been done.</param>
    /// <returns>The booking's status; null when the money has not arrived.</returns>
    public async Task<BookingStatus?> ConfirmAsync(Guid attemptId, bool byWorkflow, CancellationToken cancellationToken)
    {
        var attempt = await ledger.FindAsync(attemptId, cancellationToken);
        var isRecorded = BookingAutomaton.HasReceivedMoney(attempt.Outcome);
        var isPaid = isRecorded || await intents.IsPaidAsync(attempt, cancellationToken);
        if (isPaid && !isRecorded && await ledger.TryConfirmAsync(attemptId, byWorkflow, cancellationToken))
        {
            return BookingStatus.Confirmed;
        }

        if (byWorkflow && !attempt.IsScheduled)
        {
            await PaymentAttempts.SetScheduledAsync(database, attemptId, cancellationToken);
        }

        return isPaid ? await MoneyArrivedAsync(attemptId, cancellationToken) : null;
    }

    /// <summary>
    /// Ends this attempt: asks the provider first, because money may be there already. An attempt that ended before its intent did is
    /// asked about again.
    /// </summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="reason">Why.</param>
    /// <param name="mayWait">Whether to leave a payment under way open.</param>
    /// <param name="cancellationToken">Cancels what has not been done.</param>
    public async Task<PaymentEnding> EndAsync(Guid attemptId, EndReason reason, bool mayWait, CancellationToken cancellationToken)
    {
        var attempt = await ledger.FindAsync(attemptId, cancellationToken);
        if (BookingAutomaton.HasReceivedMoney(attempt.Outcome))
        {
            return PaymentEnding.Ended;
        }

        var intent = await intents.TryCancelAsync(attempt, mayWait, cancellationToken);
        if (intent?.Status == IntentStatuses.Succeeded)
        {
            await MoneyArrivedAsync(attemptId, cancellationToken);
            return PaymentEnding.Paid;
        }

        if (mayWait && IntentStatuses.IsUnderWay(intent?.Status))
        {
            return PaymentEnding.Processing;
        }

        if (await ledger.CloseAsync(attemptId, reason, intent, cancellationToken))
        {
            await ReleaseLocksAsync(attempt.BookingId, cancellationToken);
        }

        return PaymentEnding.Ended;
    }

    /// <summary>
    /// Ends an attempt without an intent: the hold goes on, or its seats are free. Returns false, and changes nothing, when it has an intent.
    /// </summary>
    public async Task<bool> AbandonAsync(Guid attemptId, bool keepHold, CancellationToken cancellationToken)
    {
        var abandoned = await ledger.AbandonAsync(attemptId, keepHold, cancellationToken);
        if (abandoned && !keepHold)
        {
            await ReleaseLocksAsync((await ledger.FindAsync(attemptId, cancellationToken)).BookingId, cancellationToken);
        }

        return abandoned;
    }

    /// <summary>Releases a booking's seat locks before they end by themselves.</summary>
    public async Task ReleaseLocksAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        var booking = await BookingReads.GetAsync(database, bookingId, cancellationToken);
        await locks.ReleaseAsync(bookingId, booking.EventId, [.. booking.Seats.Select(seat => seat.Id)], cancellationToken);
    }
}
