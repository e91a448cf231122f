using TicketBooking.Booking.Domain;
using TicketBooking.Contracts.Layout;

namespace TicketBooking.Booking.Data;

/// <summary>A booking to be inserted.</summary>
/// <param name="Id">Also the owner of its seat locks.</param>
/// <param name="UserId">The buyer.</param>
/// <param name="EventId">The event.</param>
/// <param name="Seats">As the layout has them, with prices; in the order asked for, each once.</param>
/// <param name="Currency">Of the prices.</param>
/// <param name="HoldTime">How long it is held; payment may have more time.</param>
/// <param name="MaxSeats">The most seats that the event lets be booked together.</param>
/// <param name="AttemptId">Set when the buyer pays at once.</param>
internal sealed record NewBooking(
    Guid Id, Guid UserId, Guid EventId, LayoutSeat[] Seats, string Currency, TimeSpan HoldTime, int MaxSeats, Guid? AttemptId)
{
    /// <summary>The version of the event whose rules allow it.</summary>
    public required long RulesVersion { get; init; }

    /// <summary>The version of the event that gave the seats their prices.</summary>
    public required long PricesVersion { get; init; }

    /// <summary>Set for seats by number of an event that asks that none is left alone.</summary>
    public SingleSeats? SingleSeats { get; init; }

    public BookingStatus Status => AttemptId is null ? BookingStatus.Held : BookingStatus.PendingPayment;

    public long AmountMinor => Seats.Sum(seat => seat.PriceMinor);

    /// <summary>The same with its seats. When they cost nothing it is a hold, because there is no payment to attempt.</summary>
    public NewBooking WithSeats(LayoutSeat[] seats)
    {
        var booking = this with { Seats = seats };
        return booking.AmountMinor == 0 ? booking with { AttemptId = null } : booking;
    }
}
