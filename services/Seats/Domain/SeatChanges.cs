using TicketBooking.Contracts;

namespace TicketBooking.Seats.Domain;

internal static class SeatChanges
{
    /// <summary>Per seat the change that wins: the highest version.</summary>
    /// <returns>The changes, or the error of the message.</returns>
    public static (SeatChange[]? Winning, string? Refusal) Of(BookingMessage message) =>
        message.EventId == Guid.Empty || message.Seats is null || message.Seats.Any(IsImpossible)
            ? (null, "The booking has no event, or a seat has no id, no version or an unknown status.")
            : (Array.ConvertAll(Winning([message]), seat => seat.Change), null);

    /// <summary>Per seat of an event the change that wins over all messages: the highest version.</summary>
    /// <param name="messages">None that <see cref="Of"/> refuses.</param>
    public static (Guid EventId, SeatChange Change)[] Winning(IReadOnlyList<BookingMessage> messages)
    {
        var winning = new Dictionary<(Guid EventId, Guid SeatId), SeatChange>();
        foreach (var message in messages)
        {
            foreach (var seat in message.Seats)
            {
                if (!winning.TryGetValue((message.EventId, seat.SeatId), out var other) || seat.Version > other.Version)
                {
                    winning[(message.EventId, seat.SeatId)] = seat;
                }
            }
        }

        return [.. winning.Select(entry => (entry.Key.EventId, entry.Value))];
    }

    private static bool IsImpossible(SeatChange? seat) =>
        seat is null || seat.SeatId == Guid.Empty || seat.Version < 1
        || seat.Status is not (SeatStatuses.Available or SeatStatuses.Held or SeatStatuses.Booked);
}
