using TicketBooking.Contracts;

namespace TicketBooking.Search.Domain;

/// <summary>What of an event can be found or shown: a row of the truth, and what every engine indexes.</summary>
/// <param name="Id">The event.</param>
/// <param name="Version">The event's version.</param>
/// <param name="Status">One of <see cref="EventStatuses"/>.</param>
/// <param name="Title">As the organiser wrote it.</param>
/// <param name="Description">As the organiser wrote it.</param>
/// <param name="Category">As the organiser wrote it.</param>
/// <param name="Language">BCP 47 tag of the texts.</param>
/// <param name="VenueId">The venue.</param>
/// <param name="Venue">The venue's name.</param>
/// <param name="City">The venue's city.</param>
/// <param name="StartsAt">Start.</param>
/// <param name="EndsAt">End, when it is known.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="MinPriceMinor">The cheapest seat, in minor units.</param>
/// <param name="MaxPriceMinor">The dearest seat, in minor units.</param>
internal sealed record EventDocument(
    Guid Id,
    long Version,
    string Status,
    string Title,
    string? Description,
    string? Category,
    string Language,
    Guid VenueId,
    string Venue,
    string City,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    string Currency,
    long MinPriceMinor,
    long MaxPriceMinor)
{
    /// <summary>When it counts as over: at its end, or at its start when the end is unknown.</summary>
    public DateTimeOffset OverAt => EndsAt ?? StartsAt;

    /// <summary>Returns the document of an event, or the error of its message.</summary>
    public static (EventDocument? Document, string? Refusal) Of(EventMessage message) =>
        IsImpossible(message) ? (null, "The event has no id, version, status, text or section.") : (New(message), null);

    private static bool IsImpossible(EventMessage message) =>
        message.EventId == Guid.Empty || message.Version < 1
        || message.Status is not (EventStatuses.Scheduled or EventStatuses.Cancelled or EventStatuses.Deleted)
        || message.Title is null || message.Language is null || message.Currency is null || message.Venue is not { Name: not null, City: not null }
        || message.Sections is not { Length: > 0 } sections || Array.Exists(sections, section => section is null);

    private static EventDocument New(EventMessage message) => new(
        message.EventId,
        message.Version,
        message.Status,
        message.Title,
        message.Description,
        message.Category,
        message.Language,
        message.Venue.Id,
        message.Venue.Name,
        message.Venue.City,
        message.StartsAt,
        message.EndsAt,
        message.Currency,
        message.Sections.Min(section => section.PriceMinor),
        message.Sections.Max(section => section.PriceMinor));
}
