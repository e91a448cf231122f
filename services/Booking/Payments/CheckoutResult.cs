using Microsoft.AspNetCore.Http.HttpResults;
using Stripe;

namespace TicketBooking.Booking.Payments;

/// <summary>The intent to pay, or why there is none.</summary>
internal sealed record CheckoutResult(PaymentIntent? Intent, ProblemHttpResult? Refusal)
{
    public static implicit operator CheckoutResult(PaymentIntent intent) => new(intent, null);

    public static implicit operator CheckoutResult(ProblemHttpResult refusal) => new(null, refusal);
}
