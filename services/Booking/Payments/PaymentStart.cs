using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Payments;

/// <summary>Starts the payment of a hold.</summary>
internal sealed class PaymentStart(NpgsqlDataSource database, BookingChanges changes, BookingMetrics metrics, TimeProvider clock)
{
    public Guid NewAttemptId() => Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>
    /// Returns the hold's open payment attempt, a new one or the one begun before (<c>IsNew</c> says which), or a refusal.
    /// </summary>
    public async Task<(AttemptRow? Attempt, bool IsNew, ProblemHttpResult? Refusal)> BeginAsync(
        Guid holdId, Guid userId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await BookingTable.LockAsync(transaction, holdId, cancellationToken) is not { } booking || booking.UserId != userId)
        {
            return (null, false, BookingProblems.BookingNotFound());
        }

        if (await WhyNotAsync(transaction, booking, cancellationToken) is { } refusal)
        {
            return (null, false, refusal);
        }

        var isNew = booking.Status == BookingStatus.Held;
        if (isNew)
        {
            await changes.ApplyAsync(transaction, booking, BookingInput.PaymentStarted, cancellationToken);
            if (!await SeatClaims.AllOwnAsync(transaction, holdId, cancellationToken))
            {
                // The hold ended while this request waited for it, and another booking took a seat over: nothing is committed.
                return (null, false, BookingProblems.HoldExpired());
            }

            await PaymentAttempts.InsertAsync(transaction, NewAttemptId(), holdId, cancellationToken);
        }

        var attempt = await PaymentAttempts.FindOpenAsync(transaction, holdId, cancellationToken);
        await transaction.CommitAsync(Steps.CommitPaymentStarted, cancellationToken);
        if (isNew)
        {
            metrics.HoldEnded(booking.Age, BookingStatus.PendingPayment.Code());
        }

        return (attempt, isNew, null);
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
