using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Features.Events;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

/// <summary>
/// Deletes an event after booking has closed its sale, which it does if nothing is live. A break in between leaves an event that sells
/// nothing and can be deleted again.
/// </summary>
internal static partial class DeleteEvent
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id,
        ClaimsPrincipal caller,
        EventCoreContext db,
        EventSales sales,
        Outbox outbox,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger(typeof(DeleteEvent));
        if (!await db.Events.AnyAsync(e => e.Id == id, cancellationToken))
        {
            return EventProblems.NotFound();
        }

        try
        {
            if (!await sales.TryCloseAsync(id, cancellationToken))
            {
                return AdminProblems.EventHasBookings();
            }
        }
        catch (HttpRequestException exception)
        {
            LogNotClosed(logger, exception, id);
            return AdminProblems.BookingUnavailable();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockEventAsync(id, cancellationToken) is not { } found)
        {
            return EventProblems.NotFound();
        }

        found.Delete();
        db.Events.Remove(found);
        await db.SaveChangesAsync(cancellationToken);
        await outbox.AppendAsync(transaction, found, MessageTypes.EventDeleted, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogDeleted(logger, id, caller.UserId());
        return TypedResults.NoContent();
    }

    [LoggerMessage(1032, LogLevel.Information, "Event {EventId} is deleted by administrator {AdminId}.")]
    private static partial void LogDeleted(ILogger logger, Guid eventId, Guid adminId);

    [LoggerMessage(1033, LogLevel.Warning, "Booking could not be asked to close event {EventId}, which is not deleted.")]
    private static partial void LogNotClosed(ILogger logger, Exception exception, Guid eventId);
}
