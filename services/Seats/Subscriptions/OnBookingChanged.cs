using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Domain;
using TicketBooking.Seats.Live;

namespace TicketBooking.Seats.Subscriptions;

/// <summary>
/// Applies Booking's changes to seats, many messages in one statement. Per seat the highest version wins, so messages may come twice and in
/// any order. A message about seats that are not generated yet waits for them.
/// </summary>
internal sealed class OnBookingChanged(NpgsqlDataSource database, LiveFeed feed) : IBatchHandler
{
    /// <summary>What a message about an event's unknown seats waits for.</summary>
    public static string WaitsForSeatsOf(Guid eventId) => $"seats:{eventId}";

    public async Task HandleAsync(IReadOnlyList<ChangeEvent> changes, CancellationToken cancellationToken)
    {
        var messages = changes.Select(Read).ToArray();
        var (applied, unknown) = await SeatProjection.ApplyAsync(database, messages, cancellationToken);
        foreach (var batch in applied)
        {
            feed.Tell(batch);
        }

        foreach (var (index, count) in unknown)
        {
            changes[index].Postpone($"{count} of its seats are unknown.", WaitsForSeatsOf(messages[index].EventId));
        }
    }

    private static BookingMessage Read(ChangeEvent change)
    {
        var message = change.Read(ContractsJson.Default.BookingMessage);
        return SeatChanges.Of(message).Refusal is { } refusal ? throw new MalformedMessageException(refusal) : message;
    }
}
