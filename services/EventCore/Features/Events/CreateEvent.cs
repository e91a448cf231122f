using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Money;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.EventCore.Features.Quotas;
using TicketBooking.EventCore.Features.Venues;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

public sealed record CreateEventRequest(
    [property: Required, StringLength(EventDetails.MaxTitle), PlainText] string Title,
    [property: StringLength(EventDetails.MaxDescription), PlainText(Multiline = true)] string? Description,
    [property: StringLength(EventDetails.MaxCategory), PlainText] string? Category,
    [property: Required] Guid? VenueId,
    [property: Required] DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset? OnSaleAt,
    [property: Required, RegularExpression("^[A-Za-z]{3}$")] string Currency,
    [property: Required, NoNulls] IReadOnlyList<PriceRequest> Prices,
    [property: Range(1, SaleTerms.MostSeats)] int MaxSeatsPerBooking = 8,
    [property: Range(SaleTerms.ShortestHold, SaleTerms.LongestHold)] int HoldSeconds = 600,
    [property: Required, Language] string Language = EventMessage.DefaultLanguage,
    [property: Required, TimeZone] string TimeZone = EventMessage.DefaultTimeZone,
    bool NoSingleSeats = false);

/// <param name="Section">Section of the venue.</param>
/// <param name="PriceMinor">Minor units of the event's currency: 0, or at least its minimum.</param>
public sealed record PriceRequest([property: Required] string Section, [property: Range(0, Pricing.MaxPriceMinor)] long PriceMinor)
{
    internal SectionPrice Price => new(Section, PriceMinor);
}

internal static class CreateEvent
{
    public static async Task<Results<Created<EventResponse>, ProblemHttpResult>> HandleAsync(
        CreateEventRequest request,
        ClaimsPrincipal caller,
        HttpResponse response,
        EventCoreContext db,
        CreationQuotas quotas,
        Outbox outbox,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (Currencies.Find(request.Currency.ToUpperInvariant()) is not { } currency)
        {
            return EventProblems.UnsupportedCurrency(request.Currency);
        }

        var venue = await db.Venues.SingleOrDefaultAsync(v => v.Id == request.VenueId, cancellationToken);
        if (venue is null)
        {
            return VenueProblems.NotFound();
        }

        var now = clock.GetUtcNow();
        var details = DetailsOf(request);
        SectionPrice[] prices = [.. request.Prices.Select(price => price.Price)];
        if (details.Errors(before: null, now).Concat(Pricing.Errors(venue.Sections, prices, currency)).ToArray() is { Length: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        if (Pricing.BelowMinimum(prices, currency) is { Length: > 0 } tooLow)
        {
            return EventProblems.PriceBelowMinimum(currency, tooLow);
        }

        var created = new Event
        {
            Id = Guid.CreateVersion7(now),
            Details = details,
            VenueId = venue.Id,
            Venue = venue,
            Language = request.Language,
            TimeZone = request.TimeZone,
            Currency = currency.Code,
            Sections = Pricing.Apply(venue.Sections, prices),
            MaxSeatsPerBooking = request.MaxSeatsPerBooking,
            HoldSeconds = request.HoldSeconds,
            NoSingleSeats = request.NoSingleSeats,
            CreatedBy = caller.UserId(),
            CreatedAt = UtcTime.Of(now),
        };

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await quotas.CountEventAsync(transaction, caller, venue.Capacity, cancellationToken) is { } exceeded)
        {
            return exceeded;
        }

        db.Events.Add(created);
        if (!await db.TrySaveAtVenueAsync(cancellationToken))
        {
            return VenueProblems.NotFound();
        }

        await outbox.AppendAsync(transaction, created, MessageTypes.EventCreated, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        response.Headers.ETag = EventETag.Of(created);
        return TypedResults.Created($"/api/v1/event/{created.Id}", EventResponse.Of(created));
    }

    private static EventDetails DetailsOf(CreateEventRequest request) => new(
        request.Title,
        request.Description,
        request.Category,
        UtcTime.Of(request.StartsAt!.Value),
        UtcTime.Of(request.EndsAt),
        UtcTime.Of(request.OnSaleAt));
}
