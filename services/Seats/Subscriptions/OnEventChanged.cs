using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Subscriptions;

/// <summary>
/// Generates the seats of an event once, whichever of its messages comes first: the layout is the same in all of them. Seats, event and
/// the message that says so come in one transaction, and the event's row decides between deliveries at the same time. A deleted event's
/// seats go, and never come back, whatever older message follows.
/// </summary>
internal sealed partial class OnEventChanged(
    NpgsqlDataSource database, Outbox outbox, ParkedMessages parked, ILogger<OnEventChanged> logger) : IMessageHandler
{
    public async Task HandleAsync(ChangeEvent change, CancellationToken cancellationToken)
    {
        var message = change.Read(ContractsJson.Default.EventMessage);
        if (message.Status == EventStatuses.Deleted)
        {
            await EventDeletion.DeleteAsync(database, message.EventId, cancellationToken);
            LogDeleted(message.EventId);
            return;
        }

        if (await EventTable.FindAsync(database, message.EventId, cancellationToken) is not null)
        {
            return;
        }

        var (layout, refusal) = SeatLayout.Of(message);
        if (layout is null)
        {
            throw new MalformedMessageException(refusal!);
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await EventDeletion.LockUndeletedAsync(transaction, message.EventId, cancellationToken))
        {
            return;
        }

        if (await EventTable.TryInsertAsync(transaction, message.EventId, new(message.Currency, layout.SeatCount), cancellationToken))
        {
            await SeatWrites.CopyAsync(transaction, message.EventId, layout.Seats(), cancellationToken);
            await outbox.AppendAsync(
                transaction,
                "event",
                message.EventId.ToString(),
                MessageTypes.SeatsGenerated,
                new SeatsGeneratedMessage(message.EventId, layout.SeatCount),
                ContractsJson.Default.SeatsGeneratedMessage,
                cancellationToken);
            await ParkedMessages.ReleaseAsync(transaction, OnBookingChanged.WaitsForSeatsOf(message.EventId), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            parked.Wake();
            LogGenerated(layout.SeatCount, message.EventId);
        }
    }

    [LoggerMessage(2001, LogLevel.Information, "Generated {Count} seats of event {EventId}.")]
    private partial void LogGenerated(int count, Guid eventId);

    [LoggerMessage(2006, LogLevel.Information, "Event {EventId} is deleted, and its seats with it.")]
    private partial void LogDeleted(Guid eventId);
}
