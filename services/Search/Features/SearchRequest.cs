using System.ComponentModel.DataAnnotations;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Features;

/// <param name="Q">Text to find in title, venue, city, category and description. Up to 200 characters.</param>
/// <param name="City">Whatever its case and accents.</param>
/// <param name="Category">Whatever its case and accents.</param>
/// <param name="From">Starts then or later: a date, or a time with its offset (ISO 8601). It shows events that are over, too.</param>
/// <param name="To">Starts then or earlier; a date includes its day (UTC).</param>
/// <param name="MinPrice">Has a seat for this or more, in minor units; needs a currency.</param>
/// <param name="MaxPrice">Has a seat for this or less, in minor units; needs a currency.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">SCHEDULED or CANCELLED. Absent: SCHEDULED, and not over yet.</param>
/// <param name="Sort">relevance, startsAt:asc, startsAt:desc, price:asc or price:desc.</param>
/// <param name="Cursor">Empty for the first page of a list without totals, then the last page's nextCursor.</param>
/// <param name="Page">From 0; page × size is at most 10,000.</param>
/// <param name="Size">Hits on a page, 1..200.</param>
public sealed record SearchRequest(
    [property: StringLength(SearchRequest.LongestText), OneLine] string? Q,
    [property: StringLength(SearchRequest.LongestText), OneLine] string? City,
    [property: StringLength(SearchRequest.LongestText), OneLine] string? Category,
    string? From,
    string? To,
    [property: Range(0, long.MaxValue)] long? MinPrice,
    [property: Range(0, long.MaxValue)] long? MaxPrice,
    [property: RegularExpression("^[A-Za-z]{3}$")] string? Currency,
    [property: AllowedValues(EventStatuses.Scheduled, EventStatuses.Cancelled, null)] string? Status,
    string? Sort,
    string? Cursor,
    [property: Range(0, int.MaxValue)] int Page = 0,
    [property: Range(1, PageQuery.MaxSize)] int Size = 20)
{
    public const int LongestText = 200;

    /// <summary>Hits that a page may have before it.</summary>
    public const int FarthestHit = 10_000;

    internal bool IsTooFar => (long)Page * Size > FarthestHit;

    /// <summary>What validation attributes cannot say.</summary>
    internal IEnumerable<(string Field, string Message)> Errors()
    {
        foreach (var (field, text) in new[] { ("from", From), ("to", To) })
        {
            if (!string.IsNullOrEmpty(text) && DateText.TryRead(text) is null)
            {
                yield return (field, "A time is a date, or a date and a time with its offset, as in ISO 8601: 2035-06-01 or 2035-06-01T19:00:00Z.");
            }
        }

        if (string.IsNullOrEmpty(Currency) && (MinPrice ?? MaxPrice) is not null)
        {
            yield return ("currency", "A price needs its currency.");
        }

        if (MinPrice > MaxPrice)
        {
            yield return ("maxPrice", "The highest price must not be below the lowest.");
        }

        if (DateText.TryRead(From)?.First >= DateText.TryRead(To)?.After)
        {
            yield return ("to", "The last time must not be before the first.");
        }
    }

    internal SearchFilter Filter(DateTimeOffset now) => new(
        Status ?? EventStatuses.Scheduled,
        Status is null && string.IsNullOrEmpty(From) ? now : null,
        NullIfEmpty(City),
        NullIfEmpty(Category),
        DateText.TryRead(From)?.First,
        DateText.TryRead(To)?.After,
        NullIfEmpty(Currency)?.ToUpperInvariant(),
        MinPrice,
        MaxPrice);

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
