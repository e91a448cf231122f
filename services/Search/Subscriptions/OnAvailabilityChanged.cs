using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Search.Data;

namespace TicketBooking.Search.Subscriptions;

/// <summary>
/// Keeps how many seats of an event are available: all, once they are generated, then what Seats counts. The highest seq wins, so messages may
/// come twice and in any order, and before the event's own.
/// </summary>
internal sealed class OnAvailabilityChanged(NpgsqlDataSource database) : IBatchHandler
{
    public Task HandleAsync(IReadOnlyList<ChangeEvent> changes, CancellationToken cancellationToken) =>
        AvailabilityTable.ApplyAsync(database, [.. changes.Select(Read)], cancellationToken);

    private static EventAvailability Read(ChangeEvent change)
    {
        if (change.Type == MessageTypes.SeatsGenerated)
        {
            var generated = change.Read(ContractsJson.Default.SeatsGeneratedMessage);
            return new EventAvailability(generated.EventId, generated.SeatCount, generated.SeatCount, Seq: 0);
        }

        var message = change.Read(ContractsJson.Default.SeatsAvailabilityMessage);
        return new EventAvailability(message.EventId, message.Available, message.SeatCount, message.Seq);
    }
}
