using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Repairs what has one right answer. Each repair looks again under the lock and throws when there is none after all.</summary>
internal sealed class BookingRepairs(
    NpgsqlDataSource database, BookingChanges changes, EndedHolds endedHolds, WebhookDelivery webhooks, EventCancellations cancellations)
{
    /// <summary>Takes the seats of a confirmed booking again while no other booking has one.</summary>
    public Task TakeSeatsAgainAsync(Guid bookingId, CancellationToken cancellationToken) =>
        ChangeAsync(bookingId, BookingStatus.Confirmed, async (transaction, booking) =>
        {
            await SeatClaims.LockAsync(transaction, [bookingId], cancellationToken);
            if (!await SeatClaims.AllObtainableAsync(transaction, bookingId, cancellationToken))
            {
                throw new InvalidOperationException("another booking has a seat: refund one of the two, or move its buyer");
            }

            await changes.RepairSeatsAsync(transaction, booking, SeatEffect.Book, cancellationToken);
        }, cancellationToken);

    public Task FreeSeatsAsync(Guid bookingId, CancellationToken cancellationToken) =>
        ChangeAsync(bookingId, expected: null, async (transaction, booking) =>
        {
            if (BookingAutomaton.IsLive(booking.Status))
            {
                throw new InvalidOperationException($"it is {booking.Status.Code()} now");
            }

            await changes.RepairSeatsAsync(transaction, booking, SeatEffect.Free, cancellationToken);
        }, cancellationToken);

    /// <summary>Sets the status of a booking with all its refunds made.</summary>
    public Task FinishRefundAsync(Guid bookingId, CancellationToken cancellationToken) =>
        ChangeAsync(bookingId, BookingStatus.RefundPending, async (transaction, booking) =>
        {
            if (!await PaymentAttempts.AllMoneyReturnedAsync(transaction, bookingId, cancellationToken))
            {
                throw new InvalidOperationException("none of its attempts was refunded");
            }

            await changes.ApplyAsync(transaction, booking, BookingInput.RefundMade, cancellationToken);
        }, cancellationToken);

    public async Task EndHoldsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EndedHold> ended;
        do
        {
            ended = await endedHolds.ExpireBatchAsync(cancellationToken);
        }
        while (ended.Count > 0);
    }

    public async Task DeliverAsync(string webhookId, CancellationToken cancellationToken)
    {
        if (await WebhookInbox.FindWaitingAsync(database, webhookId, cancellationToken) is { } webhook)
        {
            await webhooks.DeliverAsync(webhook, cancellationToken);
        }
    }

    public async Task CancelEventAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await EventCancellationTable.ReopenAsync(database, eventId, cancellationToken);
        await cancellations.StartAsync(eventId, cancellationToken);
    }

    private async Task ChangeAsync(
        Guid bookingId, BookingStatus? expected, Func<NpgsqlTransaction, BookingRow, Task> change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var booking = await BookingTable.LockAsync(transaction, bookingId, cancellationToken)
            ?? throw new InvalidOperationException($"there is no booking {bookingId}");
        if (expected is not null && booking.Status != expected)
        {
            throw new InvalidOperationException($"it is {booking.Status.Code()} now");
        }

        await change(transaction, booking);
        await transaction.CommitAsync(Steps.CommitRepaired, cancellationToken);
    }
}
