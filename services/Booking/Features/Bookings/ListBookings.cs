using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Bookings;

/// <summary>Lists the caller's bookings, newest first.</summary>
internal static class ListBookings
{
    private const string List = "bookings";

    public static async Task<Results<Ok<Page<BookingResponse>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] PageQuery page, ClaimsPrincipal caller, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (page.Cursor is not null)
        {
            return await AfterAsync(page, caller.UserId(), database, cancellationToken);
        }

        var total = await BookingReads.CountOfUserAsync(database, caller.UserId(), cancellationToken);
        var bookings = await BookingReads.OfUserAsync(database, caller.UserId(), page.Size, page.Offset, cancellationToken);
        return TypedResults.Ok(Page.Of(page, [.. bookings.Select(BookingResponse.Of)], total));
    }

    private static async Task<Results<Ok<Page<BookingResponse>>, ProblemHttpResult>> AfterAsync(
        PageQuery page, Guid userId, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var id = Guid.Empty;
        if (page.KeyBefore(List, parts: 1) is not { } key || (key is [var text] && !Guid.TryParseExact(text, "D", out id)))
        {
            return ListCursor.Broken();
        }

        var bookings = key.Length == 0
            ? await BookingReads.OfUserAsync(database, userId, page.Size + 1, offset: 0, cancellationToken)
            : await BookingReads.OfUserBeforeAsync(database, userId, id, page.Size + 1, cancellationToken);
        return TypedResults.Ok(Page.After(page, bookings, BookingResponse.Of, List, booking => [$"{booking.Id}"]));
    }
}
