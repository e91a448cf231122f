using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Payments;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>Claims that a booking is paid; <c>bookingId</c> and <c>holdId</c> are the same id, one is enough.</summary>
public sealed record ConfirmRequest(
    Guid? BookingId,
    Guid? HoldId,
    [property: Required, StringLength(255, MinimumLength = 1)] string? PaymentIntentId);

/// <summary>Asks the provider now, without waiting for its webhook. The client's claim is never believed.</summary>
internal static class ConfirmPayment
{
    public static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> HandleAsync(
        ConfirmRequest request,
        ClaimsPrincipal caller,
        NpgsqlDataSource database,
        PaymentCheck check,
        CancellationToken cancellationToken)
    {
        if ((request.BookingId ?? request.HoldId) is not { } id || (request.HoldId is { } holdId && holdId != id))
        {
            return Problem.Invalid(("bookingId", "Give bookingId or holdId."));
        }

        if (!StripeIds.IsValid(request.PaymentIntentId))
        {
            return Problem.Invalid(("paymentIntentId", "Give the id of the payment intent."));
        }

        if (await BookingReads.FindAsync(database, id, caller.UserId(), cancellationToken) is null)
        {
            return BookingProblems.BookingNotFound();
        }

        if (await PaymentAttempts.FindByIntentAsync(database, request.PaymentIntentId!, cancellationToken) is not { } attempt
            || attempt.BookingId != id)
        {
            return BookingProblems.OtherPayment();
        }

        return await check.WhyNotPaidAsync(attempt, cancellationToken) is { } refusal
            ? refusal
            : TypedResults.Ok(BookingResponse.Of(await BookingReads.GetAsync(database, id, cancellationToken)));
    }
}
