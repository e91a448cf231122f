using TicketBooking.Platform;

namespace TicketBooking.Booking.Features.Holds;

internal static class HoldEndpoints
{
    public static void MapHolds(this IEndpointRouteBuilder routes)
    {
        var holds = routes.MapGroup("/api/v1/booking/holds").WithTags("Holds");
        holds.MapPost("/", HoldSeats.HandleAsync)
            .WithIdempotencyKey().WithIgnoredFields("pricePerSeat")
            .WithName("HoldSeats").WithSummary("Hold seats for the caller until the hold ends")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
        holds.MapPost("/{holdId:guid}/extend", ExtendHold.HandleAsync)
            .WithIdempotencyKey()
            .WithName("ExtendHold").WithSummary("Double the time of a hold, once")
            .ProducesProblem(404).ProducesProblem(409);
        holds.MapDelete("/{holdId:guid}", ReleaseHold.HandleAsync)
            .WithName("ReleaseHold").WithSummary("Release the seats of a hold")
            .ProducesProblem(404).ProducesProblem(409);
    }
}
