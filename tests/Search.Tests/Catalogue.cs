using TicketBooking.Contracts;
using TicketBooking.Testing;

namespace TicketBooking.Search.Tests;

/// <summary>Events for tests, by what they say.</summary>
internal static class Catalogue
{
    public static EventMessage Event(
        string title,
        string city = "Utrecht",
        string venue = "Grand Hall",
        string? description = null,
        string? category = null,
        string language = "en",
        string? startsAt = null,
        string? endsAt = null,
        string currency = "EUR",
        long price = 2500,
        long? highest = null,
        string status = EventStatuses.Scheduled,
        long version = 1)
    {
        var sample = Sample.Event(Sample.Section("Floor", 1, 10, price), Sample.Section("Balcony", 1, 10, highest ?? price));
        return sample with
        {
            Title = title,
            Description = description,
            Category = category,
            Language = language,
            Venue = new EventVenue(sample.Venue.Id, venue, city),
            StartsAt = startsAt is null ? sample.StartsAt : At(startsAt),
            EndsAt = endsAt is null ? null : At(endsAt),
            Currency = currency,
            Status = status,
            Version = version,
        };
    }

    public static SeatsAvailabilityMessage Available(Guid eventId, int available, long seq) => new(eventId, available, 2000, [], seq);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
