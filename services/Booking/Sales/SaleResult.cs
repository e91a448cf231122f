using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Sales;

/// <summary>The booking, or the refusal.</summary>
/// <param name="Booking">The booking; null when refused.</param>
/// <param name="ExpiresAt">When it ends unless it is paid.</param>
/// <param name="Refusal">The answer to the buyer when refused.</param>
internal sealed record SaleResult(NewBooking? Booking, DateTimeOffset ExpiresAt, ProblemHttpResult? Refusal)
{
    public static SaleResult Made(NewBooking booking, DateTimeOffset expiresAt) => new(booking, expiresAt, null);

    public static SaleResult Refused(ProblemHttpResult refusal) => new(null, default, refusal);
}
