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

    public required PricedSection[] Sections { get; init; }

    public required int MaxSeatsPerBooking { get; init; }

    public required int HoldSeconds { get; init; }

    /// <summary>Whether seats by number are refused when they would leave a single seat alone.</summary>
    public bool NoSingleSeats { get; init; }

    /// <summary>Null until Seats shows its seats.</summary>
    public GeneratedSeats? Seats { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsCancelled => Status == EventStatuses.Cancelled;

    public bool MayBeChangedBy(Guid userId, bool isAdmin) => isAdmin || userId == CreatedBy;

    /// <summary>Changes the details; false, and no new version, when they are the same.</summary>
    public bool Change(EventDetails details)
    {
        if (details == Details)
        {
            return false;
        }

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
