using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Domain;
using TicketBooking.Seats.Live;

namespace TicketBooking.Seats.Subscriptions;

/// <summary>
/// Applies Booking's changes to seats, many messages in one transaction. Per seat the highest version wins, so messages may come twice and in
/// any order. A message about seats that are not generated yet waits for them.
/// </summary>
internal sealed class OnBookingChanged(NpgsqlDataSource database, LiveFeed feed) : IBatchHandler
{
    /// <summary>What a message about an event's unknown seats waits for.</summary>
    public static string WaitsForSeatsOf(Guid eventId) => $"seats:{eventId}";

    public async Task HandleAsync(IReadOnlyList<ChangeEvent> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            await HandleAsync(change, Read(change), cancellationToken);
        }
    }

    private async Task HandleAsync(ChangeEvent change, BookingMessage message, CancellationToken cancellationToken)
    {
        var winning = SeatChanges.Of(message).Winning!;
        var (known, applied) = await SeatWrites.ApplyAsync(database, message.EventId, winning, cancellationToken);
        if (applied is not null)
        {
            feed.Tell(applied);
        }

        if (known != winning.Length && !await EventDeletion.IsDeletedAsync(database, message.EventId, cancellationToken))
        {
            change.Postpone($"{winning.Length - known} of its seats are unknown.", WaitsForSeatsOf(message.EventId));
        }
    }

    private static BookingMessage Read(ChangeEvent change)
    {
        var message = change.Read(ContractsJson.Default.BookingMessage);
        return SeatChanges.Of(message).Refusal is { } refusal ? throw new MalformedMessageException(refusal) : message;
    }
}
