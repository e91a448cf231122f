using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Payments;

/// <summary>Starts the payment of a hold.</summary>
internal sealed class PaymentStart(
    NpgsqlDataSource database, BookingChanges changes, BookingMetrics metrics, IOptions<BuyerOptions> limits, TimeProvider clock)
{
    public Guid NewAttemptId() => Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>
    /// Returns the hold's open payment attempt, a new one or the one begun before, or a refusal. A hold that costs nothing is confirmed; one that
    /// is confirmed has nothing left to pay.
    /// </summary>
    public async Task<StartResult> BeginAsync(Guid holdId, Guid userId, CancellationToken cancellationToken)
    {
        if (await changes.TryBeginPaymentAsync(database, NewAttemptId(), (holdId, userId), cancellationToken) is var (begun, age))
        {
            metrics.HoldEnded(age, BookingStatus.PendingPayment.Code());
            return StartResult.ToPay(begun, isNew: true);
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await BookingTable.LockAsync(transaction, holdId, cancellationToken) is not { } booking || booking.UserId != userId)
        {
            return StartResult.Refused(BookingProblems.BookingNotFound());
        }

        if (booking.Status == BookingStatus.Confirmed)
        {
            return StartResult.Confirmed(holdId, isNew: false);
        }

        if (await WhyNotAsync(transaction, booking, cancellationToken) is { } refusal)
        {
            return StartResult.Refused(refusal);
        }

        if (booking is { IsFree: true, Status: BookingStatus.Held })
        {
            return await ConfirmFreeAsync(transaction, booking, cancellationToken) is { } why
                ? StartResult.Refused(why)
                : StartResult.Confirmed(holdId, isNew: true);
        }

        return await BeginAsync(transaction, booking, cancellationToken);
    }

    /// <summary>Confirms a hold without the provider: there is no attempt, no intent and no workflow.</summary>
    private async Task<ProblemHttpResult?> ConfirmFreeAsync(
        NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        if (await EventGate.IsCancelledAsync(transaction, booking.EventId, cancellationToken))
        {
            return BookingProblems.NotOnSale(SaleRules.EventIsCancelled);
        }

        await SeatClaims.LockAsync(transaction, [booking.Id], cancellationToken);
        if (!await SeatClaims.AllOwnAsync(transaction, booking.Id, cancellationToken))
        {
            // The hold ended while this request waited for it, and another booking took a seat over.
            return BookingProblems.HoldExpired();
        }

        await changes.ApplyAsync(transaction, booking, BookingInput.PaidWithSeats, cancellationToken);
        await transaction.CommitAsync(Steps.CommitConfirmed, cancellationToken);
        metrics.HoldEnded(booking.Age, BookingStatus.Confirmed.Code());
        return null;
    }

    private async Task<StartResult> BeginAsync(NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        var isNew = booking.Status == BookingStatus.Held;
        if (isNew)
        {
            var buyer = await BuyerUse.LockAsync(transaction, booking.UserId, booking.EventId, limits.Value, cancellationToken);
            if (limits.Value.WhyNotPay(buyer) is { } refusal)
            {
                return StartResult.Refused(refusal);
            }

            await changes.BeginPaymentAsync(transaction, booking, cancellationToken);
            if (!await SeatClaims.AllOwnAsync(transaction, booking.Id, cancellationToken))
            {
                // The hold ended while this request waited for it, and another booking took a seat over: nothing is committed.
                return StartResult.Refused(BookingProblems.HoldExpired());
            }

            await PaymentAttempts.InsertAsync(transaction, NewAttemptId(), booking.Id, cancellationToken);
        }

        var attempt = await PaymentAttempts.FindOpenAsync(transaction, booking.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Booking {booking.Id} is being paid without an attempt.");
        await transaction.CommitAsync(Steps.CommitPaymentStarted, cancellationToken);
        if (isNew)
        {
            metrics.HoldEnded(booking.Age, BookingStatus.PendingPayment.Code());
        }

        return StartResult.ToPay(attempt, isNew);
    }

    private static async Task<ProblemHttpResult?> WhyNotAsync(
        NpgsqlTransaction transaction, BookingRow booking, CancellationToken cancellationToken)
    {
        if (booking.IsCancelled)
        {
            return BookingProblems.BookingCancelled();
        }

        if (booking.Status is not (BookingStatus.Held or BookingStatus.PendingPayment or BookingStatus.Expired))
        {
            return BookingProblems.WrongStatus(booking.Status.Code());
        }

        if (booking.HasEnded || booking.Status == BookingStatus.Expired)
        {
            return BookingProblems.HoldExpired();
        }

        // Held in time is in time: only a cancelled event stops a payment.
        var found = await EventRulesTable.FindAsync(transaction, booking.EventId, cancellationToken);
        return found?.Rules.Status == EventStatuses.Cancelled
            ? BookingProblems.NotOnSale(SaleRules.EventIsCancelled)
            : null;
    }
}
