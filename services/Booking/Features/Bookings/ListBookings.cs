using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

internal static class ListBookings
{
    public static async Task<Ok<Page<BookingResponse>>> HandleAsync(
        [AsParameters] PageQuery page, ClaimsPrincipal caller, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var total = await BookingReads.CountOfUserAsync(database, caller.UserId(), cancellationToken);
        var bookings = await BookingReads.OfUserAsync(database, caller.UserId(), page.Size, page.Offset, cancellationToken);
        return TypedResults.Ok(new Page<BookingResponse>([.. bookings.Select(BookingResponse.Of)], page.Page, page.Size, total));
    }
}
