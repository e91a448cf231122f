using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Money;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

/// <summary>
/// Only what is named changes; null clears what may be absent. Prices, maxSeatsPerBooking and holdSeconds hold for later sales only, and
/// prices name each section once, as at the creation.
/// </summary>
public sealed record PatchEventRequest(
    Optional<string?> Title,
    Optional<string?> Description,
    Optional<string?> Category,
    Optional<DateTimeOffset> StartsAt,
    Optional<DateTimeOffset?> EndsAt,
    Optional<DateTimeOffset?> OnSaleAt,
    Optional<IReadOnlyList<NewPrice?>?> Prices,
    Optional<int> MaxSeatsPerBooking,
    Optional<int> HoldSeconds)
{
    internal EventDetails ApplyTo(EventDetails current) => new(
        Title.Or(current.Title) ?? "",
        Description.Or(current.Description),
        Category.Or(current.Category),
        UtcTime.Of(StartsAt.Or(current.StartsAt)),
        UtcTime.Of(EndsAt.Or(current.EndsAt)),
        UtcTime.Of(OnSaleAt.Or(current.OnSaleAt)));

    /// <summary>The terms with the changes, or what is wrong with them.</summary>
    internal (SaleTerms? Terms, ProblemHttpResult? Refusal) ApplyTo(Event current)
    {
        var terms = current.Terms with
        {
            MaxSeatsPerBooking = MaxSeatsPerBooking.Or(current.MaxSeatsPerBooking),
            HoldSeconds = HoldSeconds.Or(current.HoldSeconds),
        };
        if (terms.Errors().ToArray() is { Length: > 0 } errors)
        {
            return (null, Problem.Invalid(errors));
        }

        if (!Prices.IsGiven)
        {
            return (terms, null);
        }

        var (sections, refusal) = PricedAnew(current);
        return sections is null ? (null, refusal) : (terms with { Sections = sections }, null);
    }

    private (PricedSection[]? Sections, ProblemHttpResult? Refusal) PricedAnew(Event current)
    {
        if (Currencies.Find(current.Currency) is not { } currency)
        {
            return (null, EventProblems.UnsupportedCurrency(current.Currency));
        }

        if (Prices.Value?.Contains(null) != false)
        {
            return (null, Problem.Invalid(("prices", "Give a price for each section.")));
        }

        Section[] sections = [.. current.Sections.Select(section => section.WithoutPrice)];
        SectionPrice[] prices = [.. Prices.Value.Select(price => price!.Price)];
        if (Pricing.Errors(sections, prices, currency).ToArray() is { Length: > 0 } errors)
        {
            return (null, Problem.Invalid(errors));
        }

        return Pricing.BelowMinimum(prices, currency) is { Length: > 0 } tooLow
            ? (null, EventProblems.PriceBelowMinimum(currency, tooLow))
            : (Pricing.Apply(sections, prices), null);
    }
}

/// <summary>A new price of a section. It is checked with the sections: the framework would name its field <c>prices.value[0]</c>.</summary>
/// <param name="Section">Section of the event.</param>
/// <param name="PriceMinor">Minor units of the event's currency: 0, or at least its minimum.</param>
public sealed record NewPrice(string? Section, long PriceMinor)
{
    internal SectionPrice Price => new(Section ?? "", PriceMinor);
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
        var (terms, invalid) = patch.ApplyTo(found);
        if (terms is null)
        {
            return invalid!;
        }

        // The time is taken under the row's lock: a patch that waited for another one cannot move what has begun meanwhile.
        var now = clock.GetUtcNow();
        if (found.IsTooLateFor(details, terms, now))
        {
            return EventProblems.HasBegun();
        }

        if (details.Errors(found.Details, now).ToArray() is { Length: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        if (found.Change(details, terms))
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
