using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

/// <summary>Calls an event off, for ever. Whoever sells its seats hears of it by message and gives the money back.</summary>
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
