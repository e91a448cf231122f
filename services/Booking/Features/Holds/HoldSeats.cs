using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Holds;

/// <summary>Asks for seats by number, or for a quantity of the best that are free.</summary>
public sealed record HoldRequest(
    [property: Required] Guid? EventId,
    [property: Length(1, HoldRequest.MostSeats)] string[]? Seats,
    [property: Range(1, HoldRequest.MostSeats)] int? Quantity,
    [property: StringLength(100)] string? Section,
    Guid? UserId)
{
    /// <summary>The most seats of one hold, in any event.</summary>
    public const int MostSeats = 100;
}

/// <summary>A hold. Its id becomes the booking's.</summary>
public sealed record HoldResponse(
    Guid HoldId, Guid EventId, SeatPrice[] Seats, long AmountMinor, string Currency, string Status, DateTimeOffset ExpiresAt);

internal static class HoldSeats
{
    public static async Task<Results<Created<HoldResponse>, ProblemHttpResult>> HandleAsync(
        HoldRequest request, ClaimsPrincipal caller, SeatSale sale, CancellationToken cancellationToken)
    {
        if (request.UserId is { } named && named != caller.UserId())
        {
            return BookingProblems.NotYourself();
        }

        if (WishOf(request) is not { } wish)
        {
            return Problem.Invalid(("seats", "Give either seats or quantity."));
        }

        var result = await sale.SellAsync(wish, caller.UserId(), attemptId: null, cancellationToken);
        if (result.Booking is not { } booking)
        {
            return result.Refusal!;
        }

        return TypedResults.Created($"/api/v1/booking/bookings/{booking.Id}", new HoldResponse(
            booking.Id,
            booking.EventId,
            [.. booking.Seats.Select(SeatPrice.Of)],
            booking.AmountMinor,
            booking.Currency,
            BookingStatus.Held.Code(),
            result.ExpiresAt));
    }

    private static SeatWish? WishOf(HoldRequest request) =>
        request.EventId is { } eventId && request.Seats is null != request.Quantity is null && request.Seats?.Contains(null!) != true
            ? new SeatWish(eventId, request.Seats, request.Quantity, request.Section)
            : null;
}
