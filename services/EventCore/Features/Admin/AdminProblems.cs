using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class AdminProblems
{
    public static ProblemHttpResult UserNotFound() => Problem.NotFound("user-not-found", "There is no such user.");

    public static ProblemHttpResult EventHasBookings() => Problem.Conflict(
        "event-has-bookings", "The event has live bookings; cancel it first, and delete it when all refunds are made.");

    public static ProblemHttpResult VenueInUse() => Problem.Conflict("venue-in-use", "The venue still has events.");

    public static ProblemHttpResult BookingUnavailable() => Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "booking-unavailable", "The bookings of the event cannot be checked now; try again.");

    public static ProblemHttpResult Yourself() => Problem.Conflict("cannot-ban-yourself", "Administrators cannot ban themselves.");
}
