using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Features.Holds;
using TicketBooking.Booking.Payments;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>Names the seats to give back; none means all.</summary>
public sealed record CancelRequest([property: Length(1, HoldRequest.MostSeats)] string[]? Seats);

/// <summary>What was cancelled.</summary>
/// <param name="BookingId">The booking.</param>
/// <param name="EventId">Its event.</param>
/// <param name="Seats">The seats that are free again.</param>
/// <param name="RefundMinor">What goes back for them, in minor units.</param>
/// <param name="AmountMinor">What the booking cost.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">The booking's status now.</param>
/// <param name="RefundedMinor">What has gone back already, as the provider says.</param>
public sealed record CancelResponse(
    Guid BookingId, Guid EventId, BookedSeat[] Seats, long RefundMinor, long AmountMinor, string Currency, string Status, long RefundedMinor);

/// <summary>Cancels a booking, or some of its seats. A repeated call has the same answer.</summary>
internal static class CancelBooking
{
    public static async Task<Results<Ok<CancelResponse>, Accepted<CancelResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        CancelRequest? request,
        ClaimsPrincipal caller,
        NpgsqlDataSource database,
        Cancellations cancellations,
        CancellationToken cancellationToken)
    {
        if (await BookingReads.FindAsync(database, id, caller.UserId(), cancellationToken) is not { } found)
        {
            return BookingProblems.BookingNotFound();
        }

        var isConfirmed = found.Status == BookingStatus.Confirmed.Code();
        if (isConfirmed && await HasBegunAsync(database, found, cancellationToken))
        {
            return BookingProblems.EventHasBegun();
        }

        if (request?.Seats is not { } numbers)
        {
            return await CancelAllAsync(id, [.. found.Seats.Where(seat => seat.Status != BookedSeat.Cancelled)]);
        }

        if (Find(found, numbers) is not { } seats)
        {
            return Problem.Invalid(("seats", "Name seats of this booking, each once."));
        }

        if (await cancellations.TryCancelSeatsSoonAsync(id, [.. seats.Select(seat => seat.Id)], cancellationToken))
        {
            return Answer(await BookingReads.GetAsync(database, id, cancellationToken), seats, isSettled: false);
        }

        // All that it still has are named: then it ends.
        return found.Seats.All(seat => seat.Status == BookedSeat.Cancelled || seats.Contains(seat))
            ? await CancelAllAsync(id, seats)
            : BookingProblems.SeatsNotCancellable(found.Status);

        async Task<Results<Ok<CancelResponse>, Accepted<CancelResponse>, ProblemHttpResult>> CancelAllAsync(Guid id, BookedSeat[] seats)
        {
            var before = await cancellations.CancelSoonAsync(id, cancellationToken);
            var booking = await BookingReads.GetAsync(database, id, cancellationToken);
            return Answer(booking, seats, IsSettled(before, Codes.StatusOf(booking.Status)));
        }
    }

    private static Results<Ok<CancelResponse>, Accepted<CancelResponse>, ProblemHttpResult> Answer(
        BookingView booking, BookedSeat[] seats, bool isSettled)
    {
        var isPaid = booking.PaymentIntentId is not null && Codes.StatusOf(booking.Status)
            is BookingStatus.Confirmed or BookingStatus.RefundPending or BookingStatus.RefundBlocked or BookingStatus.Refunded;
        var answer = new CancelResponse(
            booking.Id,
            booking.EventId,
            [.. booking.Seats.Where(seat => seats.Any(cancelled => cancelled.Id == seat.Id))],
            isPaid ? seats.Sum(seat => seat.PriceMinor) : 0,
            booking.AmountMinor,
            booking.Currency,
            booking.Status,
            booking.RefundedMinor);
        return isSettled ? TypedResults.Ok(answer) : TypedResults.Accepted($"/api/v1/booking/bookings/{booking.Id}", answer);
    }

    /// <summary>Finds the named seats of a booking; null when one is not in it, or is named twice.</summary>
    private static BookedSeat[]? Find(BookingView booking, string[] numbers)
    {
        var seats = Array.ConvertAll(numbers, number => booking.Seats.SingleOrDefault(
            seat => seat.SeatNumber.Equals(number?.Trim(), StringComparison.OrdinalIgnoreCase)));
        return seats.Contains(null) || seats.Distinct().Count() < seats.Length ? null : [.. seats.OfType<BookedSeat>()];
    }

    /// <summary>Whether nothing is left to do; a refund that this call has begun is answered 202, even when it is made or blocked already.</summary>
    private static bool IsSettled(BookingStatus before, BookingStatus now) =>
        now is not (BookingStatus.PendingPayment or BookingStatus.RefundPending or BookingStatus.RefundBlocked or BookingStatus.Refunded)
        || (now == before && now is BookingStatus.RefundBlocked or BookingStatus.Refunded);

    private static async Task<bool> HasBegunAsync(NpgsqlDataSource database, BookingView booking, CancellationToken cancellationToken) =>
        await EventRulesTable.FindAsync(database, booking.EventId, cancellationToken) is { } found
        && found.Rules.HasBegun(booking.StartsAtAsSold, found.Now);
}
