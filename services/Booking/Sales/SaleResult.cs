using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Sales;

/// <summary>The booking, or the refusal.</summary>
/// <param name="Booking">The booking; null when refused.</param>
/// <param name="ExpiresAt">When it ends unless it is paid.</param>
/// <param name="Refusal">The answer to the buyer when refused. <see cref="Outdated"/> has none.</param>
/// <param name="Wanted">The booking that could not be made because its seats are taken.</param>
internal sealed record SaleResult(NewBooking? Booking, DateTimeOffset ExpiresAt, ProblemHttpResult? Refusal, NewBooking? Wanted = null)
{
    /// <summary>Whether it is refused because another booking has a seat.</summary>
    public bool IsConflict => Wanted is not null;

    /// <summary>Nothing is sold yet, because the event has newer rules or prices: it has to be sold anew with them.</summary>
    public static SaleResult Outdated { get; } = new(null, default, null);

    public static SaleResult Made(NewBooking booking, DateTimeOffset expiresAt) => new(booking, expiresAt, null);

    public static SaleResult Taken(NewBooking wanted, ProblemHttpResult refusal) => new(null, default, refusal, wanted);

    public static SaleResult Refused(ProblemHttpResult refusal) => new(null, default, refusal);
}
