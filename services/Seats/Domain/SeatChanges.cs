using TicketBooking.Contracts;

namespace TicketBooking.Seats.Domain;

internal static class SeatChanges
{
    /// <summary>Per seat the change that wins: the highest version.</summary>
    /// <returns>The changes, or the error of the message.</returns>
    public static (SeatChange[]? Winning, string? Refusal) Of(BookingMessage message) =>
        message.EventId == Guid.Empty || message.Seats is null || message.Seats.Any(IsImpossible)
            ? (null, "The booking has no event, or a seat has no id, no version or an unknown status.")
            : ([.. message.Seats.GroupBy(seat => seat.SeatId).Select(same => same.MaxBy(seat => seat.Version)!)], null);

    private static bool IsImpossible(SeatChange? seat) =>
        seat is null || seat.SeatId == Guid.Empty || seat.Version < 1
        || seat.Status is not (SeatStatuses.Available or SeatStatuses.Held or SeatStatuses.Booked);
}
