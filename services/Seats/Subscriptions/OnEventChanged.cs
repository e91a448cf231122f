using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Subscriptions;

/// <summary>
/// Generates the seats of an event once, whichever of its messages comes first: the layout is the same in all of them. Seats, event and
/// the message that says so come in one transaction, and the event's row decides between deliveries at the same time. Later versions change
/// the prices. A deleted event's seats go, and never come back, whatever older message follows.
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

        var (layout, refusal) = SeatLayout.Of(message);
        if (layout is null)
        {
            throw new MalformedMessageException(refusal!);
        }

        if (await EventTable.FindAsync(database, message.EventId, cancellationToken) is not null
            || !await TryGenerateAsync(message, layout, cancellationToken))
        {
            await SectionPrices.ApplyAsync(database, message, cancellationToken);
        }
    }

    /// <returns>False when the event is deleted, or another delivery has generated its seats.</returns>
    private async Task<bool> TryGenerateAsync(EventMessage message, SeatLayout layout, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await EventDeletion.LockUndeletedAsync(transaction, message.EventId, cancellationToken)
            || !await EventTable.TryInsertAsync(
                transaction, message.EventId, message.Version, new(message.Currency, layout.SeatCount), cancellationToken))
        {
            return false;
        }

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
        return true;
    }

    [LoggerMessage(2001, LogLevel.Information, "Generated {Count} seats of event {EventId}.")]
    private partial void LogGenerated(int count, Guid eventId);

    [LoggerMessage(2006, LogLevel.Information, "Event {EventId} is deleted, and its seats with it.")]
    private partial void LogDeleted(Guid eventId);
}
