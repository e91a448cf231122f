using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Writes in our own tables where the money of paid attempts is. The attempt and the booking change in one transaction, under the booking's
/// lock.
/// </summary>
internal sealed partial class RefundLedger(
    NpgsqlDataSource database, BookingChanges changes, BookingMetrics metrics, ILogger<RefundLedger> logger)
{
    private const string Disputed = "disputed";
    private const string RefundedAtProvider = "refunded_at_provider";

    /// <summary>Records what the provider has said about the money of an attempt.</summary>
    /// <param name="asked">The attempt as it was before the provider was asked.</param>
    /// <param name="money">What it said.</param>
    /// <param name="refusal">Why it has refused the refund; null when it has not.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    /// <returns>The booking's status; null when the attempt has changed since, so that the provider must be asked again.</returns>
    public async Task<BookingStatus?> RecordAsync(
        AttemptRow asked, ReturnedMoney money, string? refusal, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (attempt, booking) = await PaymentLedger.LockAsync(transaction, asked.Id, cancellationToken);
        if (attempt.Outcome != asked.Outcome || attempt.Refund.Version != asked.Refund.Version)
        {
            return null;
        }

        var (state, refund) = After(attempt, money, refusal);
        if (!BookingAutomaton.HasReceivedMoney(attempt.Outcome) || (state.Outcome == attempt.Outcome && refund == attempt.Refund))
        {
            return booking.Status;
        }

        await RefundTable.RecordAsync(transaction, attempt, state.Outcome, refund, cancellationToken);
        var status = await FollowAsync(transaction, booking, cancellationToken);
        if (ReasonOf(attempt.Outcome, state.Outcome, money) is { } reason && status is not BookingStatus.Confirmed)
        {
            await BookingTable.SetEndReasonAsync(transaction, booking.Id, reason, cancellationToken);
        }

        await transaction.CommitAsync(Steps.CommitRefundRecorded, cancellationToken);
        Report(attempt, state, money);
        return status;
    }

    /// <summary>Makes a blocked refund due now, as an operator wants; false when it is not blocked any more.</summary>
    public async Task<bool> ResumeAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (_, booking) = await PaymentLedger.LockAsync(transaction, attemptId, cancellationToken);
        if (!await RefundTable.ResumeAsync(transaction, attemptId, cancellationToken))
        {
            return false;
        }

        await FollowAsync(transaction, booking, cancellationToken);
        await transaction.CommitAsync(Steps.CommitRefundResumed, cancellationToken);
        return true;
    }

    private static (RefundState State, RefundRow Refund) After(AttemptRow attempt, ReturnedMoney money, string? refusal)
    {
        var amount = attempt.AmountMinor;
        var state = RefundRules.Decide(attempt.Refund.StateOf(attempt.Outcome), amount, attempt.OwedMinor, money, refusal);
        var returned = state.Outcome == AttemptOutcome.Refunded ? amount : Math.Min(money.Returned, amount);
        return (state, attempt.Refund with
        {
            ReturnedMinor = returned,
            ReturningMinor = Math.Min(money.UnderWay, amount - returned),
            Number = state.Number,
            Block = state.Block,
            LastFailed = state.LastFailed,
        });
    }

    /// <summary>Changes the booking to what its attempts' outcomes are now.</summary>
    private async Task<BookingStatus> FollowAsync(NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        var outcomes = await PaymentAttempts.OutcomesAsync(transaction, booking.Id, cancellationToken);
        return BookingAutomaton.InputOfOutcomes(booking.Status, outcomes) is { } input
            && await changes.ApplyAsync(transaction, booking, input, cancellationToken) is { } transition
            ? transition.To
            : booking.Status;
    }

    /// <summary>Why the booking has ended, when that was no decision of ours.</summary>
    private static string? ReasonOf(AttemptOutcome before, AttemptOutcome after, ReturnedMoney money) =>
        after != AttemptOutcome.Refunded || before == after ? null
        : money.IsLost ? Disputed
        : before == AttemptOutcome.Paid ? RefundedAtProvider
        : null;

    private void Report(AttemptRow before, RefundState after, ReturnedMoney money)
    {
        if (after.Block is { } block && before.Refund.Block is null)
        {
            LogBlocked(before.Id, before.BookingId, block);
        }

        if (after.Outcome == before.Outcome)
        {
            return;
        }

        metrics.Payment(after.Outcome.Code());
        switch (after.Outcome)
        {
            case AttemptOutcome.RefundPending:
                LogOwedAgain(before.Id, before.BookingId, before.Outcome.Code(), after.Number);
                break;
            case AttemptOutcome.Refunded when ReasonOf(before.Outcome, after.Outcome, money) is { } reason:
                LogReturned(before.Id, before.BookingId, reason);
                break;
        }
    }

    [LoggerMessage(3072, LogLevel.Error, "The refund of attempt {AttemptId} of booking {BookingId} is blocked: {Reason}. An operator has to decide.")]
    private partial void LogBlocked(Guid attemptId, Guid bookingId, string reason);

    [LoggerMessage(3073, LogLevel.Warning, "Attempt {AttemptId} of booking {BookingId} was {Outcome}; its money is with us, and refund {Number} is made.")]
    private partial void LogOwedAgain(Guid attemptId, Guid bookingId, string outcome, int number);

    [LoggerMessage(3074, LogLevel.Warning, "The money of attempt {AttemptId} of booking {BookingId} went back by no decision of ours: {Reason}.")]
    private partial void LogReturned(Guid attemptId, Guid bookingId, string reason);
}
