using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features.Venues;

public sealed record VenueResponse(
    Guid Id, string Name, string Address, string City, string? Country, SectionResponse[] Sections, int Capacity, DateTimeOffset CreatedAt)
{
    internal static VenueResponse Of(Venue venue) => new(
        venue.Id,
        venue.Name,
        venue.Address,
        venue.City,
        venue.Country,
        [.. venue.Sections.Select(s => new SectionResponse(s.Name, s.Rows, s.SeatsPerRow, s.Accessible))],
        venue.Capacity,
        venue.CreatedAt);
}

/// <param name="Name">Unique within the venue.</param>
/// <param name="Rows">Lettered A..Z, AA..</param>
/// <param name="SeatsPerRow">Numbered from 1.</param>
/// <param name="Accessible">Labels such as A1.</param>
public sealed record SectionResponse(string Name, int Rows, int SeatsPerRow, string[] Accessible);
