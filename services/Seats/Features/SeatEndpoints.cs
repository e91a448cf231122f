using TicketBooking.Platform;
using TicketBooking.Seats.Features.Map;

namespace TicketBooking.Seats.Features;

internal static class SeatEndpoints
{
    public static void MapSeats(this IEndpointRouteBuilder app)
    {
        var seats = app.MapGroup("/api/v1/seat").WithTags("Seats");
        seats.MapGet("/{id:guid}", GetSeat.HandleAsync).WithPublicCache().WithSummary("Get a seat");
        seats.MapGet("/seats", ListSeats.HandleAsync).WithPublicCache().WithSummary("List all seats of an event");
        seats.MapGet("/availableSeats", ListAvailableSeats.HandleAsync).WithPublicCache().WithSummary("List the seats of an event that can be held");
        seats.MapGet("/map/{eventId:guid}", GetMap.HandleAsync).WithPublicCache().WithSummary("Get all seats of an event at one moment, by section and row");
    }
}
