using TicketBooking.Contracts;

namespace TicketBooking.Booking.Domain;

/// <summary>An event's sale rules, of a version of the event.</summary>
internal sealed record SaleRules(
    Guid EventId,
    string Status,
    DateTimeOffset? OnSaleAt,
    DateTimeOffset StartsAt,
    int MaxSeats,
    TimeSpan HoldTime,
    bool NoSingleSeats,
    long Version)
{
    public const string EventIsCancelled = "The event is cancelled.";

    /// <summary>
    /// Whether the event has begun for a booking: as it was sold and as it is now. Moving it later gives the buyer more time, moving it
    /// earlier takes none away.
    /// </summary>
    /// <param name="startsAtAsSold">Null when it was not recorded.</param>
    /// <param name="now">By the database's clock.</param>
    public bool HasBegun(DateTimeOffset? startsAtAsSold, DateTimeOffset now) => now >= StartsAt && !(now < startsAtAsSold);

    /// <summary>Says why nothing can be sold at <paramref name="now"/>, or null.</summary>
    public string? WhyNotOnSale(DateTimeOffset now)
    {
        if (Status != EventStatuses.Scheduled)
        {
            return EventIsCancelled;
        }

        if (now >= StartsAt)
        {
            return "The event has begun.";
        }

        return now < OnSaleAt ? $"The sale opens at {OnSaleAt:O}." : null;
    }
}
