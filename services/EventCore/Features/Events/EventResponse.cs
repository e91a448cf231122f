using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features.Events;

public sealed record EventResponse(
    Guid Id,
    string Title,
    string? Description,
    string? Category,
    EventVenueResponse Venue,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset? OnSaleAt,
    string Currency,
    PriceResponse[] Prices,
    int MaxSeatsPerBooking,
    int HoldSeconds,
    string Language,
    string TimeZone,
    bool NoSingleSeats,
    string Status,
    bool SeatsGenerated,
    long Version,
    Guid CreatedBy,
    DateTimeOffset CreatedAt)
{
    internal static EventResponse Of(Event e) => new(
        e.Id,
        e.Details.Title,
        e.Details.Description,
        e.Details.Category,
        new EventVenueResponse(e.VenueId, e.Venue.Name, e.Venue.City),
        e.Details.StartsAt,
        e.Details.EndsAt,
        e.Details.OnSaleAt,
        e.Currency,
        [.. e.Sections.Select(s => new PriceResponse(s.Name, s.PriceMinor))],
        e.MaxSeatsPerBooking,
        e.HoldSeconds,
        e.Language,
        e.TimeZone,
        e.NoSingleSeats,
        e.Status,
        e.Seats is not null,
        e.Version,
        e.CreatedBy,
        e.CreatedAt);
}

public sealed record EventVenueResponse(Guid Id, string Name, string City);

/// <param name="Section">Section of the venue.</param>
/// <param name="PriceMinor">Minor units of the event's currency.</param>
public sealed record PriceResponse(string Section, long PriceMinor);
