using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class AdminProblems
{
    public static ProblemHttpResult UserNotFound() => Problem.NotFound("user-not-found", "There is no such user.");

    public static ProblemHttpResult EventHasBookings() => Problem.Conflict(
        "event-has-bookings", "The event has live bookings; cancel it first, and delete it when all money is back.");

    public static ProblemHttpResult VenueInUse() => Problem.Conflict("venue-in-use", "There are events at the venue.");

    public static ProblemHttpResult BookingUnavailable() => Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "booking-unavailable", "Nobody can say whether the event has bookings; try again.");

    public static ProblemHttpResult Yourself() => Problem.Conflict("cannot-ban-yourself", "An administrator cannot ban himself.");
}
