using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

/// <summary>Only what is named changes; null clears what may be absent.</summary>
public sealed record PatchEventRequest(
    Optional<string?> Title,
    Optional<string?> Description,
    Optional<string?> Category,
    Optional<DateTimeOffset> StartsAt,
    Optional<DateTimeOffset?> EndsAt,
    Optional<DateTimeOffset?> OnSaleAt)
{
    internal EventDetails ApplyTo(EventDetails current) => new(
        Title.Or(current.Title) ?? "",
        Description.Or(current.Description),
        Category.Or(current.Category),
        UtcTime.Of(StartsAt.Or(current.StartsAt)),
        UtcTime.Of(EndsAt.Or(current.EndsAt)),
        UtcTime.Of(OnSaleAt.Or(current.OnSaleAt)));
}

internal static class PatchEvent
{
    public static async Task<Results<Ok<EventResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        PatchEventRequest patch,
        HttpContext context,
        EventCoreContext db,
        Outbox outbox,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockEventAsync(id, cancellationToken) is not { } found)
        {
            return EventProblems.NotFound();
        }

        if (Refuse(found, context) is { } refusal)
        {
            return refusal;
        }

        var details = patch.ApplyTo(found.Details);
        if (details.Errors(found.Details, clock.GetUtcNow()).ToArray() is { Length: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        if (found.Change(details))
        {
            await db.SaveChangesAsync(cancellationToken);
            await outbox.AppendAsync(transaction, found, MessageTypes.EventUpdated, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        context.Response.Headers.ETag = EventETag.Of(found);
        return TypedResults.Ok(EventResponse.Of(found));
    }

    private static ProblemHttpResult? Refuse(Event found, HttpContext context) => found switch
    {
        _ when !found.MayBeChangedBy(context.User.UserId(), context.User.IsAdmin()) => EventProblems.NotYours(),
        _ when !EventETag.IsMeantBy(context.Request, found) => EventProblems.VersionMismatch(found.Version),
        { IsCancelled: true } => EventProblems.Cancelled(),
        _ => null,
    };
}
