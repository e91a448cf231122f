using TicketBooking.Seats.Features.Map;

namespace TicketBooking.Seats.Features;

internal static class SeatEndpoints
{
    public static void MapSeats(this IEndpointRouteBuilder app)
    {
        var seats = app.MapGroup("/api/v1/seat").WithTags("Seats");
        seats.MapGet("/{id:guid}", GetSeat.HandleAsync).WithSummary("One seat");
        seats.MapGet("/seats", ListSeats.HandleAsync).WithSummary("All seats of an event");
        seats.MapGet("/availableSeats", ListAvailableSeats.HandleAsync).WithSummary("Seats of an event that can be held");
        seats.MapGet("/map/{eventId:guid}", GetMap.HandleAsync).WithSummary("All seats of an event at one moment, by section and row");
    }
}
