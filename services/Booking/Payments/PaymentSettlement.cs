using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Locks;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Ends payment attempts. The workflow calls it in time, the webhook dispatcher and the sweeper when there is no workflow; every method may
/// be called any number of times, by any number of callers at once.
/// </summary>
internal sealed class PaymentSettlement(
    NpgsqlDataSource database, BookingChanges changes, PaymentIntents intents, Refunds refunds, SeatLocks locks, BookingMetrics metrics)
{
    /// <summary>The provider has the attempt's money: it buys the seats or goes back.</summary>
    /// <returns>The booking's status.</returns>
    public async Task<BookingStatus> MoneyArrivedAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        var (attempt, status) = await GiveMoneyItsPlaceAsync(attemptId, cancellationToken);
        if (attempt.Outcome == AttemptOutcome.RefundPending)
        {
            return await refunds.MakeAsync(attempt, cancellationToken);
        }

        await ReleaseLocksAsync(attempt, cancellationToken);
        return status;
    }

    /// <summary>Nobody is to pay this attempt any more: asks the provider first, because money may be there already.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="reason">Why.</param>
    /// <param name="mayWait">Whether to leave a payment that is under way alone.</param>
    /// <param name="cancellationToken">Cancels what has not been done.</param>
    public async Task<PaymentEnding> EndAsync(Guid attemptId, EndReason reason, bool mayWait, CancellationToken cancellationToken)
    {
        var attempt = await FindAsync(attemptId, cancellationToken);
        if (attempt.Outcome is not (AttemptOutcome.Open or AttemptOutcome.Abandoned))
        {
            return PaymentEnding.Ended;
        }

        var intent = await intents.TryCancelAsync(attempt, cancellationToken);
        if (intent?.Status == IntentStatuses.Succeeded)
        {
            await MoneyArrivedAsync(attemptId, cancellationToken);
            return PaymentEnding.Paid;
        }

        if (intent?.Status == IntentStatuses.Processing && mayWait)
        {
            return PaymentEnding.Processing;
        }

        await CloseAsync(attemptId, reason, cancellationToken);
        await ReleaseLocksAsync(attempt, cancellationToken);
        return PaymentEnding.Ended;
    }

    /// <summary>The provider gave no intent: the hold goes on, or its seats are free again. Not when an intent came after all.</summary>
    public async Task AbandonAsync(Guid attemptId, bool keepHold, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await LockAsync(transaction, attemptId, cancellationToken);
        if (attempt.Outcome != AttemptOutcome.Open || attempt.IntentId is not null)
        {
            return;
        }

        await PaymentAttempts.SetOutcomeAsync(transaction, attemptId, AttemptOutcome.Abandoned, cancellationToken);
        var transition = await changes.ApplyAsync(transaction, booking, BookingInput.PaymentNotStarted, cancellationToken);
        if (transition is not null && !keepHold)
        {
            booking = booking with { Status = transition.To };
            await changes.ApplyAsync(transaction, booking, BookingInput.ReleasedByBuyer, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        metrics.Payment(AttemptOutcome.Abandoned.Code());
        if (!keepHold)
        {
            await ReleaseLocksAsync(attempt, cancellationToken);
        }
    }

    private async Task<(AttemptRow Attempt, BookingStatus Status)> GiveMoneyItsPlaceAsync(
        Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await LockAsync(transaction, attemptId, cancellationToken);
        if (BookingAutomaton.HasItsPlace(attempt.Outcome))
        {
            return (attempt, booking.Status);
        }

        var transition = await changes.ApplyMoneyAsync(transaction, booking, cancellationToken)
            ?? throw new InvalidOperationException($"Money for a booking that is {booking.Status} must have a place.");
        var outcome = transition.Refund ? AttemptOutcome.RefundPending : AttemptOutcome.Paid;
        await PaymentAttempts.SetOutcomeAsync(transaction, attemptId, outcome, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        metrics.Payment(outcome.Code());
        return (attempt with { Outcome = outcome }, transition.To);
    }

    private async Task CloseAsync(Guid attemptId, EndReason reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await LockAsync(transaction, attemptId, cancellationToken);
        if (attempt.Outcome != AttemptOutcome.Open)
        {
            return;
        }

        var (input, outcome) = reason == EndReason.CardsUsedUp
            ? (BookingInput.CardsUsedUp, AttemptOutcome.Failed)
            : (BookingInput.PaymentTimeEnded, AttemptOutcome.Expired);
        await PaymentAttempts.SetOutcomeAsync(transaction, attemptId, outcome, cancellationToken);
        await changes.ApplyAsync(transaction, booking, input, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        metrics.Payment(outcome.Code());
    }

    private static async Task<(AttemptRow Attempt, BookingRow Booking)> LockAsync(
        NpgsqlTransaction transaction, Guid attemptId, CancellationToken cancellationToken)
    {
        var bookingId = (await PaymentAttempts.FindAsync(transaction, attemptId, cancellationToken) ?? throw Unknown(attemptId)).BookingId;
        var booking = await BookingTable.LockAsync(transaction, bookingId, cancellationToken) ?? throw Unknown(attemptId);

        // Read again: only under the booking's lock does the outcome stand still.
        return (await PaymentAttempts.FindAsync(transaction, attemptId, cancellationToken) ?? throw Unknown(attemptId), booking);
    }

    private async Task<AttemptRow> FindAsync(Guid attemptId, CancellationToken cancellationToken) =>
        await PaymentAttempts.FindAsync(database, attemptId, cancellationToken) ?? throw Unknown(attemptId);

    private static InvalidOperationException Unknown(Guid attemptId) => new($"There is no payment attempt {attemptId}.");

    private async Task ReleaseLocksAsync(AttemptRow attempt, CancellationToken cancellationToken) => await locks.ReleaseAsync(
        attempt.BookingId,
        attempt.EventId,
        await BookingReads.SeatIdsAsync(database, attempt.BookingId, cancellationToken),
        cancellationToken);
}
