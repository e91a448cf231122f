using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Features.Events;

/// <summary>
/// Closes an event before event-core deletes it. 204: nothing is live, and nothing is sold from now on, even if the deletion
/// fails; a repeated call has the same answer.
/// </summary>
internal static partial class CloseEvent
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid eventId, NpgsqlDataSource database, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // First without the gate: an event that is being sold must not stop for a question.
        if (await EventClosureTable.HasLiveBookingsAsync(transaction, eventId, cancellationToken))
        {
            return BookingProblems.EventHasBookings();
        }

        await EventGate.CloseAsync(transaction, eventId, cancellationToken);
        if (await EventClosureTable.HasLiveBookingsAsync(transaction, eventId, cancellationToken))
        {
            return BookingProblems.EventHasBookings();
        }

        await EventClosureTable.AddAsync(transaction, eventId, cancellationToken);
        await transaction.CommitAsync(Steps.CommitEventClosed, cancellationToken);
        LogClosed(loggers.CreateLogger(typeof(CloseEvent)), eventId);
        return TypedResults.NoContent();
    }

    [LoggerMessage(3065, LogLevel.Information, "Event {EventId} has no live booking and is closed: it sells nothing from now on.")]
    private static partial void LogClosed(ILogger logger, Guid eventId);
}
