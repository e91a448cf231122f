using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Availability;

/// <summary>
/// Writes the present state of an event to the outbox anew: that its seats exist, and, by the next look of a running instance, how many are
/// available. They are counted anew for it.
/// </summary>
internal sealed class EventRepublication(NpgsqlDataSource database, Outbox outbox)
{
    /// <returns>The number of messages: 0 for an unknown event.</returns>
    public async Task<int> RunAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (await EventTable.FindAsync(database, eventId, cancellationToken) is not { } found)
        {
            return 0;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SectionCounts.RecountAsync(transaction, eventId, cancellationToken);
        await AvailabilityTable.MarkAsync(transaction, eventId, cancellationToken);
        await outbox.AppendAsync(
            transaction,
            "event",
            eventId.ToString(),
            MessageTypes.SeatsGenerated,
            new SeatsGeneratedMessage(eventId, found.SeatCount),
            ContractsJson.Default.SeatsGeneratedMessage,
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return 1;
    }
}
