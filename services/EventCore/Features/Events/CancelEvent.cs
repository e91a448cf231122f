using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

/// <summary>Cancels an event for ever. Booking, which sells its seats, gets a message and refunds the bookings.</summary>
internal static class CancelEvent
{
    public static async Task<Results<Accepted<EventResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal caller, EventCoreContext db, Outbox outbox, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockEventAsync(id, cancellationToken) is not { } found)
        {
            return EventProblems.NotFound();
        }

        if (!found.MayBeChangedBy(caller.UserId(), caller.IsAdmin()))
        {
            return EventProblems.NotYours();
        }

        if (found.Cancel())
        {
            await db.SaveChangesAsync(cancellationToken);
            await outbox.AppendAsync(transaction, found, MessageTypes.EventCancelled, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return TypedResults.Accepted($"/api/v1/event/{id}", EventResponse.Of(found));
    }
}
