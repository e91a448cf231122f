using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Stripe;
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

/// <summary>
/// The payment intent: the client gives publishable key and client secret to Stripe's own library. Its amount is in Stripe's units, as there.
/// </summary>
public sealed record PaymentIntentView(string Id, string ClientSecret, string Status, long Amount, string Currency, string PublishableKey);

/// <summary>A booking that waits for its payment; one that costs nothing is confirmed and has no payment intent.</summary>
public sealed record BookSeatResponse(
    Guid BookingId,
    Guid EventId,
    BookedSeat[] Seats,
    long AmountMinor,
    string Currency,
    string Status,
    DateTimeOffset ExpiresAt,
    PaymentIntentView? PaymentIntent);

internal static class BookSeat
{
    /// <summary>Answers 201 when this call began the payment, and 200 with the same booking when an earlier one did: after a reload.</summary>
    public static async Task<Results<Created<BookSeatResponse>, Ok<BookSeatResponse>, ProblemHttpResult>> HandleAsync(
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

        var started = request is { HoldId: { } holdId, SeatNumber: null, SeatNumbers: null }
            ? await start.BeginAsync(holdId, userId, cancellationToken)
            : await SellAsync(request, userId, sale, start, database, cancellationToken);
        if (started.Refusal is { } refusal)
        {
            return refusal;
        }

        if (started.Attempt is not { } attempt)
        {
            return Answer(started, await BookingReads.GetAsync(database, started.BookingId, cancellationToken), intent: null);
        }

        var opened = await checkout.OpenAsync(attempt, mayAbandon: started.IsNew, keepHold: request.HoldId is not null, cancellationToken);
        return opened.Refusal is { } notOpened ? notOpened : Answer(started, opened.Booking!, ViewOf(opened.Intent!, stripe.Value));
    }

    private static Results<Created<BookSeatResponse>, Ok<BookSeatResponse>, ProblemHttpResult> Answer(
        StartResult started, BookingView booking, PaymentIntentView? intent)
    {
        var answer = new BookSeatResponse(
            booking.Id,
            booking.EventId,
            booking.Seats,
            booking.AmountMinor,
            booking.Currency,
            booking.Status,
            booking.ExpiresAt,
            intent);
        return started.IsNew ? TypedResults.Created($"/api/v1/booking/bookings/{booking.Id}", answer) : TypedResults.Ok(answer);
    }

    private static PaymentIntentView ViewOf(PaymentIntent intent, StripeOptions stripe) => new(
        intent.Id, intent.ClientSecret, intent.Status, intent.Amount, intent.Currency.ToUpperInvariant(), stripe.PublishableKey);

    private static async Task<StartResult> SellAsync(
        BookSeatRequest request,
        Guid userId,
        SeatSale sale,
        PaymentStart start,
        NpgsqlDataSource database,
        CancellationToken cancellationToken)
    {
        if (WishOf(request) is not { } wish)
        {
            return StartResult.Refused(Problem.Invalid(("seatNumber", "Give eventId with seatNumber or seatNumbers, or holdId alone.")));
        }

        var attemptId = start.NewAttemptId();
        var sold = await sale.SellAsync(wish, userId, attemptId, cancellationToken);
        if (sold.Booking is not { } booking)
        {
            // The buyer itself may have these seats: the page was loaded again.
            return sold.Wanted is { } wanted && await BookingReads.FindLiveAsync(database, wanted, cancellationToken) is { } own
                ? await start.BeginAsync(own, userId, cancellationToken)
                : StartResult.Refused(sold.Refusal!);
        }

        return booking.AttemptId is null
            ? await start.BeginAsync(booking.Id, userId, cancellationToken)
            : StartResult.ToPay(AttemptRow.Of(booking, attemptId, sold.ExpiresAt), isNew: true);
    }

    private static SeatWish? WishOf(BookSeatRequest request) => request switch
    {
        { EventId: { } eventId, SeatNumber: { } number, SeatNumbers: null, HoldId: null } => new SeatWish(eventId, [number]),
        { EventId: { } eventId, SeatNumber: null, SeatNumbers: { } numbers, HoldId: null } when !numbers.Contains(null!) =>
            new SeatWish(eventId, numbers),
        _ => null,
    };
}
