using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Sales;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Holds;

internal static class ReleaseHold
{
    /// <summary>Releases a hold. A repeated call, or one after the end of the hold, has the same answer.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid holdId,
        ClaimsPrincipal caller,
        NpgsqlDataSource database,
        BookingChanges changes,
        SeatLocks locks,
        BookingMetrics metrics,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await BookingTable.LockAsync(transaction, holdId, cancellationToken) is not { } booking || booking.UserId != caller.UserId())
        {
            return BookingProblems.BookingNotFound();
        }

        if (await changes.ApplyAsync(transaction, booking, BookingInput.ReleasedByBuyer, cancellationToken) is null)
        {
            return booking.Status is BookingStatus.Released or BookingStatus.Expired
                ? TypedResults.NoContent()
                : BookingProblems.WrongStatus(booking.Status.Code());
        }

        var seats = await BookingReads.SeatIdsAsync(transaction, holdId, cancellationToken);
        await transaction.CommitAsync(Steps.CommitReleased, cancellationToken);
        metrics.HoldEnded(booking.Age, BookingStatus.Released.Code());

        // Closes the connection first: a slow lock store must not keep it from other requests.
        await connection.CloseAsync();
        await locks.ReleaseAsync(holdId, booking.EventId, seats, cancellationToken);
        return TypedResults.NoContent();
    }
}
