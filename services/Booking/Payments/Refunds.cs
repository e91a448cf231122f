using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;

namespace TicketBooking.Booking.Payments;

/// <summary>Refunds money: at the provider first, then in our tables; what fails in between is repeated and changes nothing.</summary>
internal sealed class Refunds(NpgsqlDataSource database, StripePayments stripe, BookingChanges changes, BookingMetrics metrics)
{
    /// <summary>Returns the booking's status.</summary>
    public async Task<BookingStatus> MakeAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        await stripe.RefundAsync(attempt, cancellationToken);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var booking = await BookingTable.LockAsync(transaction, attempt.BookingId, cancellationToken)
            ?? throw new InvalidOperationException($"There is no booking {attempt.BookingId}.");
        if (await PaymentAttempts.TrySetRefundedAsync(transaction, attempt.Id, cancellationToken))
        {
            metrics.Payment(AttemptOutcome.Refunded.Code());
        }

        var transition = await PaymentAttempts.AnyToRefundAsync(transaction, attempt.BookingId, cancellationToken)
            ? null
            : await changes.ApplyAsync(transaction, booking, BookingInput.RefundMade, cancellationToken);
        await transaction.CommitAsync(Steps.CommitRefunded, cancellationToken);
        return transition?.To ?? booking.Status;
    }
}
