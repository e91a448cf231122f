using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Holds;

internal static class ExtendHold
{
    /// <summary>
    /// Doubles the time of a hold, once. Its seat locks are not renewed: they end early, and the claims refuse other buyers instead.
    /// </summary>
    public static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> HandleAsync(
        Guid holdId, ClaimsPrincipal caller, NpgsqlDataSource database, BookingChanges changes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await BookingTable.LockAsync(transaction, holdId, cancellationToken) is not { } booking || booking.UserId != caller.UserId())
        {
            return BookingProblems.BookingNotFound();
        }

        if (booking.Status is not (BookingStatus.Held or BookingStatus.Expired))
        {
            return BookingProblems.WrongStatus(booking.Status.Code());
        }

        if (booking.HasEnded)
        {
            return BookingProblems.HoldExpired();
        }

        if (await changes.ExtendAsync(transaction, booking, cancellationToken) is not { } expiresAt)
        {
            return BookingProblems.AlreadyExtended();
        }

        if (!await SeatClaims.AllOwnAsync(transaction, holdId, cancellationToken))
        {
            // The hold ended while this request waited for it, and another booking took a seat over: nothing is committed.
            return BookingProblems.HoldExpired();
        }

        await transaction.CommitAsync(Steps.CommitExtended, cancellationToken);
        await connection.CloseAsync();
        var hold = await BookingReads.GetAsync(database, holdId, cancellationToken);
        return TypedResults.Ok(new HoldResponse(
            hold.Id,
            hold.EventId,
            [.. hold.Seats.Select(seat => new SeatPrice(seat.Id, seat.SeatNumber, seat.PriceMinor))],
            hold.AmountMinor,
            hold.Currency,
            BookingStatus.Held.Code(),
            expiresAt));
    }
}
