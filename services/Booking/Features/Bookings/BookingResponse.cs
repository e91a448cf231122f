using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>A booking as its buyer sees it.</summary>
public sealed record BookingResponse(
    Guid BookingId,
    Guid EventId,
    SeatPrice[] Seats,
    long AmountMinor,
    string Currency,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? PaymentIntentId)
{
    internal static BookingResponse Of(BookingView booking) => new(
        booking.Id,
        booking.EventId,
        booking.Seats,
        booking.AmountMinor,
        booking.Currency,
        booking.Status,
        booking.CreatedAt,
        booking.ExpiresAt,
        booking.PaymentIntentId);
}
