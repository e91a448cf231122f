using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Payments;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>Cancels a booking. A repeated call has the same answer.</summary>
internal static class CancelBooking
{
    public static async Task<Results<Ok<BookingResponse>, Accepted<BookingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal caller, NpgsqlDataSource database, Cancellations cancellations, CancellationToken cancellationToken)
    {
        if (await BookingReads.FindAsync(database, id, caller.UserId(), cancellationToken) is not { } found)
        {
            return BookingProblems.BookingNotFound();
        }

        if (found.Status == BookingStatus.Confirmed.Code() && await HasBegunAsync(database, found.EventId, cancellationToken))
        {
            return BookingProblems.EventHasBegun();
        }

        var before = await cancellations.CancelSoonAsync(id, cancellationToken);
        var booking = BookingResponse.Of(await BookingReads.GetAsync(database, id, cancellationToken));
        return IsSettled(before, Codes.StatusOf(booking.Status))
            ? TypedResults.Ok(booking)
            : TypedResults.Accepted($"/api/v1/booking/bookings/{id}", booking);
    }

    /// <summary>Whether nothing is left to do; a refund that this call has begun is answered 202, even when it is made or blocked already.</summary>
    private static bool IsSettled(BookingStatus before, BookingStatus now) =>
        now is not (BookingStatus.PendingPayment or BookingStatus.RefundPending or BookingStatus.RefundBlocked or BookingStatus.Refunded)
        || (now == before && now is BookingStatus.RefundBlocked or BookingStatus.Refunded);

    private static async Task<bool> HasBegunAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        await EventRulesTable.FindAsync(database, eventId, cancellationToken) is { } found && found.Now >= found.Rules.StartsAt;
}
