using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Sales;

/// <summary>The booking, or the refusal.</summary>
/// <param name="Booking">The booking; null when refused.</param>
/// <param name="ExpiresAt">When it ends unless it is paid.</param>
/// <param name="Refusal">The answer to the buyer when refused.</param>
/// <param name="IsConflict">Whether it is refused because another booking has a seat.</param>
internal sealed record SaleResult(NewBooking? Booking, DateTimeOffset ExpiresAt, ProblemHttpResult? Refusal, bool IsConflict = false)
{
    public static SaleResult Made(NewBooking booking, DateTimeOffset expiresAt) => new(booking, expiresAt, null);

    public static SaleResult Refused(ProblemHttpResult refusal) => new(null, default, refusal);

    public static SaleResult Conflict(ProblemHttpResult refusal) => new(null, default, refusal, IsConflict: true);
}
