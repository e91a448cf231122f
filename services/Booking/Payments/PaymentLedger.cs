using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Writes the outcome of payment attempts in our own tables. The outcome and the booking change in one transaction, under the booking's
/// lock. An attempt that has its outcome keeps it, so every method may be called any number of times.
/// </summary>
internal sealed class PaymentLedger(NpgsqlDataSource database, BookingChanges changes, BookingMetrics metrics)
{
    public async Task<AttemptRow> FindAsync(Guid attemptId, CancellationToken cancellationToken) =>
        await PaymentAttempts.FindAsync(database, attemptId, cancellationToken) ?? throw Unknown(attemptId);

    /// <summary>Returns the status of an attempt's booking.</summary>
    public async Task<BookingStatus> StatusAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        var attempt = await FindAsync(attemptId, cancellationToken);
        return Codes.StatusOf((await BookingReads.GetAsync(database, attempt.BookingId, cancellationToken)).Status);
    }

    /// <summary>
    /// Records that money has arrived for a booking that waits for it and has its seats, in one statement, as <see cref="BookingAutomaton"/>
    /// decides in that case. False, and nothing is changed, in every other: then <see cref="SettleAsync"/> asks the automaton.
    /// </summary>
    public async Task<bool> TryConfirmAsync(Guid attemptId, bool byWorkflow, CancellationToken cancellationToken)
    {
        if (await Spans.RunAsync(Steps.CommitConfirmed, () => PaymentAttempts.TryConfirmAsync(database, attemptId, byWorkflow, cancellationToken))
            is not { } webhooks)
        {
            return false;
        }

        metrics.Payment(AttemptOutcome.Paid.Code());
        for (var webhook = 0; webhook < webhooks; webhook++)
        {
            metrics.Webhook(WebhookInbox.Delivered);
        }

        return true;
    }

    /// <summary>Records that money has arrived: it buys the seats or is to be refunded.</summary>
    public async Task<(AttemptRow Attempt, BookingStatus Status)> SettleAsync(
        Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await LockAsync(transaction, attemptId, cancellationToken);
        if (BookingAutomaton.HasReceivedMoney(attempt.Outcome))
        {
            return (attempt, booking.Status);
        }

        var transition = await changes.ApplyMoneyAsync(transaction, booking, cancellationToken)
            ?? throw new InvalidOperationException($"Money for a booking that is {booking.Status} must be booked or refunded.");
        var outcome = transition.Refund ? AttemptOutcome.RefundPending : AttemptOutcome.Paid;
        await PaymentAttempts.SetOutcomeAsync(transaction, attemptId, outcome, cancellationToken);
        await transaction.CommitAsync(transition.Refund ? Steps.CommitRefundOwed : Steps.CommitConfirmed, cancellationToken);
        metrics.Payment(outcome.Code());
        return (attempt with { Outcome = outcome }, transition.To);
    }

    /// <summary>Ends it without money, as the provider has said.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="reason">Why.</param>
    /// <param name="intent">What the provider has just said of its intent; null when it has none.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    /// <returns>False when it had ended before.</returns>
    /// <exception cref="InvalidOperationException">It was given another intent meanwhile: ask the provider about that one.</exception>
    public async Task<bool> CloseAsync(Guid attemptId, EndReason reason, PaymentIntent? intent, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await LockAsync(transaction, attemptId, cancellationToken);
        if (attempt.IntentId != intent?.Id)
        {
            throw new InvalidOperationException($"Attempt {attemptId} was given an intent while the provider was asked.");
        }

        if (intent is null or { Status: IntentStatuses.Canceled })
        {
            await PaymentAttempts.SetProviderSettledAsync(transaction, attemptId, intent?.Id, cancellationToken);
        }

        if (attempt.Outcome != AttemptOutcome.Open)
        {
            await transaction.CommitAsync(Steps.CommitProviderSettled, cancellationToken);
            return false;
        }

        var (input, outcome) = booking.IsCancelled ? EndOf(EndReason.Cancelled) : EndOf(reason);
        await PaymentAttempts.SetOutcomeAsync(transaction, attemptId, outcome, cancellationToken);
        await changes.ApplyAsync(transaction, booking, input, cancellationToken);
        await transaction.CommitAsync(Steps.CommitPaymentEnded, cancellationToken);
        metrics.Payment(outcome.Code());
        return true;
    }

    /// <summary>
    /// Ends an attempt without an intent: the hold goes on, or its seats are free. Returns false, and changes nothing, when it has an intent.
    /// </summary>
    public async Task<bool> AbandonAsync(Guid attemptId, bool keepHold, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await LockAsync(transaction, attemptId, cancellationToken);
        if (attempt.Outcome != AttemptOutcome.Open || attempt.IntentId is not null)
        {
            return false;
        }

        await PaymentAttempts.SetOutcomeAsync(transaction, attemptId, AttemptOutcome.Abandoned, cancellationToken);
        var transition = await changes.ApplyAsync(transaction, booking, BookingInput.PaymentNotStarted, cancellationToken);
        if (transition is not null && (!keepHold || booking.IsCancelled))
        {
            booking = booking with { Status = transition.To };
            await changes.ApplyAsync(transaction, booking, BookingInput.ReleasedByBuyer, cancellationToken);
        }

        await transaction.CommitAsync(Steps.CommitPaymentAbandoned, cancellationToken);
        metrics.Payment(AttemptOutcome.Abandoned.Code());
        return true;
    }

    /// <summary>
    /// Cancels the booking: from now on no money buys its seats. Ends a hold, and begins the refund of a paid booking. For one that is being
    /// paid the provider must be asked next.
    /// </summary>
    /// <returns>The status it had.</returns>
    public async Task<BookingStatus> CancelAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var booking = await BookingTable.LockAsync(transaction, bookingId, cancellationToken)
            ?? throw new InvalidOperationException($"There is no booking {bookingId}.");
        if (!BookingAutomaton.IsLive(booking.Status))
        {
            return booking.Status;
        }

        var input = booking is { IsFree: true, Status: BookingStatus.Confirmed } ? BookingInput.CancelledFree : BookingInput.Cancelled;
        var transition = await changes.ApplyAsync(transaction, booking, input, cancellationToken);
        await BookingTable.SetCancelledAsync(transaction, bookingId, cancellationToken);
        if (transition is { Refund: true })
        {
            await PaymentAttempts.ReturnPaidAsync(transaction, bookingId, cancellationToken);
            metrics.Payment(AttemptOutcome.RefundPending.Code());
        }

        await transaction.CommitAsync(Steps.CommitCancelled, cancellationToken);
        return booking.Status;
    }

    /// <summary>
    /// Frees seats of a confirmed booking that keeps others, and begins the refund of their price. Seats that were given back before change
    /// nothing.
    /// </summary>
    /// <returns>False, and nothing is changed, when the booking is not confirmed, or keeps no other seat.</returns>
    public async Task<bool> CancelSeatsAsync(Guid bookingId, Guid[] seatIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var booking = await BookingTable.LockAsync(transaction, bookingId, cancellationToken);
        if (booking is not { Status: BookingStatus.Confirmed })
        {
            return false;
        }

        var kept = await BookingReads.SeatIdsAsync(transaction, bookingId, cancellationToken);
        Guid[] cancelled = [.. kept.Intersect(seatIds)];
        if (cancelled.Length == kept.Count)
        {
            return false;
        }

        if (cancelled.Length > 0)
        {
            var price = await changes.FreeSeatsAsync(transaction, booking, cancelled, cancellationToken);
            await PaymentAttempts.ReturnPartAsync(transaction, bookingId, price, cancellationToken);
            await transaction.CommitAsync(Steps.CommitSeatsCancelled, cancellationToken);
        }

        return true;
    }

    /// <summary>Locks the booking of an attempt, and reads both.</summary>
    public static async Task<(AttemptRow Attempt, BookingRow Booking)> LockAsync(
        NpgsqlTransaction transaction, Guid attemptId, CancellationToken cancellationToken)
    {
        var bookingId = (await PaymentAttempts.FindAsync(transaction, attemptId, cancellationToken) ?? throw Unknown(attemptId)).BookingId;
        var booking = await BookingTable.LockAsync(transaction, bookingId, cancellationToken) ?? throw Unknown(attemptId);

        // Reads again: only under the booking's lock does the outcome not change.
        return (await PaymentAttempts.FindAsync(transaction, attemptId, cancellationToken) ?? throw Unknown(attemptId), booking);
    }

    private static (BookingInput Input, AttemptOutcome Outcome) EndOf(EndReason reason) => reason switch
    {
        EndReason.TimeOver or EndReason.IntentCanceled or EndReason.Abandoned => (BookingInput.PaymentTimeEnded, AttemptOutcome.Expired),
        EndReason.CardsUsedUp => (BookingInput.CardsUsedUp, AttemptOutcome.Failed),
        EndReason.Cancelled => (BookingInput.CancelledUnpaid, AttemptOutcome.Cancelled),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static InvalidOperationException Unknown(Guid attemptId) => new($"There is no payment attempt {attemptId}.");
}
