using Microsoft.AspNetCore.Http.HttpResults;
using Stripe;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Payments;

/// <summary>The intent to pay with its booking, or why there is none.</summary>
internal sealed record CheckoutResult(PaymentIntent? Intent, BookingView? Booking, ProblemHttpResult? Refusal)
{
    public static CheckoutResult Opened(PaymentIntent intent, BookingView booking) => new(intent, booking, null);

    public static implicit operator CheckoutResult(ProblemHttpResult refusal) => new(null, null, refusal);
}
