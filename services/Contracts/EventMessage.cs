namespace TicketBooking.Contracts;

/// <summary>
/// An event as it stands after a change; the highest <see cref="Version"/> wins. Also what event-core answers to
/// <c>GET /internal/events?after={eventId}&amp;size={n}</c>: an array, ordered by id, by service invocation only. The size is 1..500; fewer items
/// than that are the last.
/// </summary>
/// <param name="EventId">The event.</param>
/// <param name="Version">Raised by one with every change of the event.</param>
/// <param name="Status">One of <see cref="EventStatuses"/>.</param>
/// <param name="Title">Title as shown to buyers.</param>
/// <param name="Description">Free text.</param>
/// <param name="Category">Free text, a facet in search.</param>
/// <param name="Venue">Where it takes place.</param>
/// <param name="StartsAt">UTC; nothing is sold from then on.</param>
/// <param name="EndsAt">UTC.</param>
/// <param name="OnSaleAt">UTC; nothing is sold before. Absent: on sale at once.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="MaxSeatsPerBooking">Largest number of seats in one hold, for later sales.</param>
/// <param name="HoldSeconds">How long a hold lasts unless it is paid, for later sales.</param>
/// <param name="Sections">The layout with prices. The layout never changes with the version; the prices may, for later sales.</param>
/// <param name="CreatedBy">The organiser's user id.</param>
/// <param name="Language">BCP 47 tag of the title and the description.</param>
/// <param name="TimeZone">IANA id of the zone in which people attend, such as <c>Europe/Amsterdam</c>. All times here are UTC all the same.</param>
/// <param name="NoSingleSeats">Whether seats by number are refused when they would leave a single seat alone.</param>
public sealed record EventMessage(
    Guid EventId,
    long Version,
    string Status,
    string Title,
    string? Description,
    string? Category,
    EventVenue Venue,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset? OnSaleAt,
    string Currency,
    int MaxSeatsPerBooking,
    int HoldSeconds,
    EventSection[] Sections,
    Guid CreatedBy,
    string Language = EventMessage.DefaultLanguage,
    string TimeZone = EventMessage.DefaultTimeZone,
    bool NoSingleSeats = false)
{
    /// <summary>The language of events that do not say.</summary>
    public const string DefaultLanguage = "en";

    /// <summary>The time zone of events that do not say.</summary>
    public const string DefaultTimeZone = "UTC";
}

/// <summary>The part of a venue that others need.</summary>
/// <param name="Id">The venue.</param>
/// <param name="Name">Its name.</param>
/// <param name="City">Its city.</param>
public sealed record EventVenue(Guid Id, string Name, string City);

/// <summary>One section of the venue, priced for an event. Rows are lettered A..Z, AA..; seats numbered from 1.</summary>
/// <param name="Name">Unique within the event.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="SeatsPerRow">Seats in each row.</param>
/// <param name="Accessible">Seats such as <c>A1</c> that are accessible.</param>
/// <param name="PriceMinor">Price of a seat in minor units of the event's currency.</param>
public sealed record EventSection(string Name, int Rows, int SeatsPerRow, string[] Accessible, long PriceMinor);
