using TicketBooking.Contracts;

namespace TicketBooking.EventCore.Domain;

/// <summary>What people attend. Every change raises <see cref="Version"/> by one and is announced.</summary>
internal sealed class Event
{
    public required Guid Id { get; init; }

    public long Version { get; private set; } = 1;

    public string Status { get; private set; } = EventStatuses.Scheduled;

    public required EventDetails Details { get; set; }

    public required Guid VenueId { get; init; }

    public required Venue Venue { get; init; }

    /// <summary>BCP 47 tag of the title and the description.</summary>
    public required string Language { get; init; }

    public required string Currency { get; init; }

    /// <summary>IANA id of the zone in which people attend.</summary>
    public required string TimeZone { get; init; }

    public required PricedSection[] Sections { get; set; }

    public required int MaxSeatsPerBooking { get; set; }

    public required int HoldSeconds { get; set; }

    /// <summary>Whether seats by number are refused when they would leave a single seat alone.</summary>
    public bool NoSingleSeats { get; init; }

    /// <summary>Null until Seats shows its seats.</summary>
    public GeneratedSeats? Seats { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsCancelled => Status == EventStatuses.Cancelled;

    public bool MayBeChangedBy(Guid userId, bool isAdmin) => isAdmin || userId == CreatedBy;

    public SaleTerms Terms => new(Sections, MaxSeatsPerBooking, HoldSeconds);

    /// <summary>Whether it is too late for this change: an event that has begun keeps its start and its terms.</summary>
    public bool IsTooLateFor(EventDetails details, SaleTerms terms, DateTimeOffset now) =>
        Details.StartsAt <= now && (details.StartsAt != Details.StartsAt || !terms.AreAs(Terms));

    /// <summary>Changes details and terms; false, and no new version, when they are the same.</summary>
    public bool Change(EventDetails details, SaleTerms terms)
    {
        if (details == Details && terms.AreAs(Terms))
        {
            return false;
        }

        (Sections, MaxSeatsPerBooking, HoldSeconds) = (terms.Sections, terms.MaxSeatsPerBooking, terms.HoldSeconds);
        Details = details;
        Version++;
        return true;
    }

    /// <summary>Makes the last version, which only says that it is deleted.</summary>
    public void Delete()
    {
        Status = EventStatuses.Deleted;
        Version++;
    }

    /// <summary>Cancels it; false, and no new version, when it was cancelled already.</summary>
    public bool Cancel()
    {
        if (IsCancelled)
        {
            return false;
        }

        Status = EventStatuses.Cancelled;
        Version++;
        return true;
    }
}
