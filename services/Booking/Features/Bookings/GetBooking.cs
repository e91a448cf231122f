using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

internal static class GetBooking
{
    public static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal caller, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await BookingReads.FindAsync(database, id, caller.UserId(), cancellationToken) is { } booking
            ? TypedResults.Ok(BookingResponse.Of(booking))
            : BookingProblems.BookingNotFound();
}
