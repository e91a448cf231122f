using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Features.Holds;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sale;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>One seat, several seats, or a hold made before.</summary>
public sealed record BookSeatRequest(
    Guid? EventId,
    [property: StringLength(100, MinimumLength = 1)] string? SeatNumber,
    [property: Length(1, HoldRequest.MostSeats)] string[]? SeatNumbers,
    Guid? HoldId,
    Guid? UserId,
    [property: AllowedValues("card", null)] string? PaymentMethod);

/// <summary>How to pay: publishable key and client secret go to Stripe's own client library.</summary>
public sealed record PaymentIntentView(string Id, string ClientSecret, string Status, long Amount, string Currency, string PublishableKey);

/// <summary>A booking that waits for its money.</summary>
public sealed record BookSeatResponse(
    Guid BookingId,
    Guid EventId,
    SeatPrice[] Seats,
    long AmountMinor,
    string Currency,
    string Status,
    DateTimeOffset ExpiresAt,
    PaymentIntentView PaymentIntent);

internal static class BookSeat
{
    public static async Task<Results<Created<BookSeatResponse>, ProblemHttpResult>> HandleAsync(
        BookSeatRequest request,
        ClaimsPrincipal caller,
        SeatSale sale,
        PaymentStart start,
        Checkout checkout,
        CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        if (request.UserId is { } named && named != userId)
        {
            return BookingProblems.NotYourself();
        }

        if (request is { HoldId: { } holdId, SeatNumber: null, SeatNumbers: null })
        {
            var begun = await start.BeginAsync(holdId, userId, cancellationToken);
            return begun.Attempt is { } attempt
                ? await checkout.OpenAsync(attempt, mayAbandon: begun.IsNew, keepHold: true, cancellationToken)
                : begun.Refusal!;
        }

        if (WishOf(request) is not { } wish)
        {
            return Problem.Invalid(("seatNumber", "Give eventId with seatNumber or seatNumbers, or holdId alone."));
        }

        var attemptId = start.NewAttemptId();
        var sold = await sale.SellAsync(wish, userId, attemptId, cancellationToken);
        return sold.Booking is { } booking
            ? await checkout.OpenAsync(AttemptRow.Of(booking, attemptId, sold.ExpiresAt), mayAbandon: true, keepHold: false, cancellationToken)
            : sold.Refusal!;
    }

    private static SeatWish? WishOf(BookSeatRequest request) => request switch
    {
        { EventId: { } eventId, SeatNumber: { } number, SeatNumbers: null, HoldId: null } => new SeatWish(eventId, [number]),
        { EventId: { } eventId, SeatNumber: null, SeatNumbers: { } numbers, HoldId: null } when !numbers.Contains(null!) =>
            new SeatWish(eventId, numbers),
        _ => null,
    };
}
