using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts.Money;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

internal static class EventProblems
{
    public static ProblemHttpResult NotFound() => Problem.NotFound("event-not-found", "There is no such event.");

    public static ProblemHttpResult NotYours() =>
        Problem.Forbidden("not-your-event", "Only its creator or an administrator may change an event.");

    public static ProblemHttpResult Cancelled() => Problem.Conflict("event-cancelled", "The event is cancelled.");

    public static ProblemHttpResult HasBegun() => Problem.Conflict(
        "event-has-begun", "The event has begun; its start and the terms of its sale cannot be changed.");

    public static ProblemHttpResult UnsupportedCurrency(string code) => Problem.Of(
        StatusCodes.Status400BadRequest,
        "unsupported-currency",
        "Tickets cannot be paid in this currency.",
        extensions: ("currency", code.ToUpperInvariant()));

    /// <param name="currency">The event's currency.</param>
    /// <param name="errors">The fields of the prices, with what is wrong.</param>
    public static ProblemHttpResult PriceBelowMinimum(Currency currency, (string Field, string Message)[] errors) => Problem.Of(
        StatusCodes.Status400BadRequest,
        "price-below-minimum",
        "A price is below the least that can be paid in this currency.",
        extensions:
        [
            ("currency", currency.Code),
            ("minimumMinor", currency.MinimumMinor),
            ("errors", errors.ToDictionary(error => error.Field, error => new[] { error.Message })),
        ]);

    public static ProblemHttpResult VersionMismatch(long version) => Problem.Of(
        StatusCodes.Status412PreconditionFailed,
        "version-mismatch",
        "The event has changed since it was read.",
        extensions: ("version", version));
}
