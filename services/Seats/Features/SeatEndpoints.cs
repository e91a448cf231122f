using TicketBooking.Seats.Features.Map;

namespace TicketBooking.Seats.Features;

internal static class SeatEndpoints
{
    public static void MapSeats(this IEndpointRouteBuilder app)
    {
        var seats = app.MapGroup("/api/v1/seat");
        seats.MapGet("/{id:guid}", GetSeat.HandleAsync);
        seats.MapGet("/seats", ListSeats.HandleAsync);
        seats.MapGet("/availableSeats", ListAvailableSeats.HandleAsync);
        seats.MapGet("/map/{eventId:guid}", GetMap.HandleAsync);
    }
}
