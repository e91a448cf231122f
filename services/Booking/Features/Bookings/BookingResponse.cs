using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>
/// A booking as its buyer sees it. <c>refundedMinor</c> is what has gone back to the buyer, as the provider says; <c>endReason</c> is
/// <c>disputed</c> or <c>refunded_at_provider</c> when the booking has ended by no decision of this service. <c>startsAtAsSold</c> is the
/// event's start when the booking was made; it is absent when that was not recorded.
/// </summary>
public sealed record BookingResponse(
    Guid BookingId,
    Guid EventId,
    BookedSeat[] Seats,
    long AmountMinor,
    string Currency,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? PaymentIntentId,
    long RefundedMinor,
    string? EndReason,
    DateTimeOffset? StartsAtAsSold)
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
        booking.PaymentIntentId,
        booking.RefundedMinor,
        booking.EndReason,
        booking.StartsAtAsSold);
}
