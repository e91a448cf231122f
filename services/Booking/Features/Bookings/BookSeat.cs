using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Features.Holds;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>Names one seat, several seats, or a hold made before.</summary>
public sealed record BookSeatRequest(
    Guid? EventId,
    [property: StringLength(100, MinimumLength = 1)] string? SeatNumber,
    [property: Length(1, HoldRequest.MostSeats)] string[]? SeatNumbers,
    Guid? HoldId,
    Guid? UserId,
    [property: AllowedValues("card", null)] string? PaymentMethod);

/// <summary>The payment intent: the client gives publishable key and client secret to Stripe's own library.</summary>
public sealed record PaymentIntentView(string Id, string ClientSecret, string Status, long Amount, string Currency, string PublishableKey);

/// <summary>A booking that waits for its payment.</summary>
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
        NpgsqlDataSource database,
        IOptions<StripeOptions> stripe,
        CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        if (request.UserId is { } named && named != userId)
        {
            return BookingProblems.NotYourself();
        }

        var (attempt, isNew, refusal) = request is { HoldId: { } holdId, SeatNumber: null, SeatNumbers: null }
            ? await start.BeginAsync(holdId, userId, cancellationToken)
            : await SellAsync(request, userId, sale, start, cancellationToken);
        if (attempt is null)
        {
            return refusal!;
        }

        var opened = await checkout.OpenAsync(attempt, mayAbandon: isNew, keepHold: request.HoldId is not null, cancellationToken);
        if (opened.Intent is not { } intent)
        {
            return opened.Refusal!;
        }

        var booking = await BookingReads.GetAsync(database, attempt.BookingId, cancellationToken);
        return TypedResults.Created($"/api/v1/booking/bookings/{booking.Id}", new BookSeatResponse(
            booking.Id,
            booking.EventId,
            booking.Seats,
            booking.AmountMinor,
            booking.Currency,
            booking.Status,
            booking.ExpiresAt,
            new PaymentIntentView(
                intent.Id, intent.ClientSecret, intent.Status, intent.Amount, intent.Currency.ToUpperInvariant(), stripe.Value.PublishableKey)));
    }

    private static async Task<(AttemptRow? Attempt, bool IsNew, ProblemHttpResult? Refusal)> SellAsync(
        BookSeatRequest request, Guid userId, SeatSale sale, PaymentStart start, CancellationToken cancellationToken)
    {
        if (WishOf(request) is not { } wish)
        {
            return (null, false, Problem.Invalid(("seatNumber", "Give eventId with seatNumber or seatNumbers, or holdId alone.")));
        }

        var attemptId = start.NewAttemptId();
        var sold = await sale.SellAsync(wish, userId, attemptId, cancellationToken);
        return (sold.Booking is { } booking ? AttemptRow.Of(booking, attemptId, sold.ExpiresAt) : null, true, sold.Refusal);
    }

    private static SeatWish? WishOf(BookSeatRequest request) => request switch
    {
        { EventId: { } eventId, SeatNumber: { } number, SeatNumbers: null, HoldId: null } => new SeatWish(eventId, [number]),
        { EventId: { } eventId, SeatNumber: null, SeatNumbers: { } numbers, HoldId: null } when !numbers.Contains(null!) =>
            new SeatWish(eventId, numbers),
        _ => null,
    };
}
