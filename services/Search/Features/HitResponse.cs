using TicketBooking.Search.Data;

namespace TicketBooking.Search.Features;

/// <param name="Id">The event.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its description.</param>
/// <param name="Category">Its category.</param>
/// <param name="Venue">Name of the venue.</param>
/// <param name="City">City of the venue.</param>
/// <param name="StartsAt">Start, UTC.</param>
/// <param name="MinPriceMinor">The cheapest seat, in minor units.</param>
/// <param name="MaxPriceMinor">The dearest seat, in minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="AvailableSeats">Seats that can be held; 0 until its seats are generated.</param>
/// <param name="Status">SCHEDULED or CANCELLED.</param>
/// <param name="Highlights">By field (title, venue, city, description): text as HTML with found words in <c>em</c>.</param>
public sealed record HitResponse(
    Guid Id,
    string Title,
    string? Description,
    string? Category,
    string Venue,
    string City,
    DateTimeOffset StartsAt,
    long MinPriceMinor,
    long MaxPriceMinor,
    string Currency,
    int AvailableSeats,
    string Status,
    IReadOnlyDictionary<string, string[]> Highlights)
{
    internal static HitResponse Of(HitRow hit, IReadOnlyDictionary<string, string[]> highlights) => new(
        hit.Id,
        hit.Title,
        hit.Description,
        hit.Category,
        hit.Venue,
        hit.City,
        hit.StartsAt,
        hit.MinPriceMinor,
        hit.MaxPriceMinor,
        hit.Currency,
        hit.AvailableSeats,
        hit.Status,
        highlights);
}
