using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Domain;
using TicketBooking.Seats.Live;

namespace TicketBooking.Seats.Subscriptions;

/// <summary>Applies Booking's changes to seats. Per seat the highest version wins, so messages may come twice and in any order.</summary>
internal static partial class OnBookingChanged
{
    public static async Task<Results<Ok, ProblemHttpResult>> HandleAsync(
        ChangeEvent change, NpgsqlDataSource database, LiveFeed feed, ILogger<SeatLayout> logger, CancellationToken cancellationToken)
    {
        var message = change.Read(ContractsJson.Default.BookingMessage);
        if (SeatChanges.Of(message).Refusal is { } refusal)
        {
            throw new MalformedMessageException(refusal);
        }

        var (applied, unknown) = await SeatProjection.ApplyAsync(database, [message], cancellationToken);
        foreach (var batch in applied)
        {
            feed.Tell(batch);
        }

        if (unknown.Count == 0)
        {
            return TypedResults.Ok();
        }

        // The other topic may be behind: the event's own message is not here yet. Not 404, which would drop this one.
        LogUnknownSeats(logger, unknown[0].Count, message.EventId);
        return Problem.Of(StatusCodes.Status503ServiceUnavailable, "unknown-seats", "Some of the seats are not known yet.");
    }

    [LoggerMessage(2002, LogLevel.Warning, "{Count} seats of a booking for event {EventId} are not known yet.")]
    private static partial void LogUnknownSeats(ILogger logger, int count, Guid eventId);
}
