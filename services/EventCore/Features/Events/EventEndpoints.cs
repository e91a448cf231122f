using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

internal static class EventEndpoints
{
    /// <summary>What an event has, or was created with, and keeps.</summary>
    private static readonly string[] Unchangeable =
    [
        "id", "venueId", "venue", "currency", "language", "timeZone", "noSingleSeats", "status", "seatsGenerated", "version", "createdBy", "createdAt",
    ];

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/api/v1/event").WithTags("Events");

        events.MapPost("/create", CreateEvent.HandleAsync)
            .WithIdempotencyKey()
            .WithName("CreateEvent").WithSummary("Create an event at a venue, with a price for each section")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        events.MapGet("/{id:guid}", GetEvent.HandleAsync).AllowAnonymous()
            .WithPublicCache()
            .WithName("GetEvent").WithSummary("Get an event")
            .Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        events.MapGet("/events", ListMyEvents.HandleAsync)
            .WithName("ListMyEvents").WithSummary("List the events that the caller created, newest first")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);
        events.MapGet("/generated/{id:guid}", GetGenerated.HandleAsync)
            .WithName("GetGenerated").WithSummary("Tell whether the seats of an event are shown yet")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        events.MapPatch("/{id:guid}", PatchEvent.HandleAsync)
            .WithUnchangeableFields(Unchangeable)
            .WithName("PatchEvent").WithSummary("Change the named fields of an event; prices, maxSeatsPerBooking and holdSeconds hold for later sales only")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
        events.MapPost("/{id:guid}/cancel", CancelEvent.HandleAsync)
            .WithName("CancelEvent").WithSummary("Cancel an event and refund its live bookings")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
