using TicketBooking.Contracts;

namespace TicketBooking.Testing;

/// <summary>Messages that tests start from.</summary>
public static class Sample
{
    private static readonly DateTimeOffset Start = new(2090, 5, 1, 18, 30, 0, TimeSpan.Zero);

    public static EventSection Section(string name, int rows, int seatsPerRow, long priceMinor = 4500, params string[] accessible) =>
        new(name, rows, seatsPerRow, accessible, priceMinor);

    /// <summary>An event that is on sale.</summary>
    public static EventMessage Event(params EventSection[] sections) => new(
        Guid.CreateVersion7(),
        Version: 1,
        EventStatuses.Scheduled,
        "Requiem",
        Description: null,
        Category: "concert",
        new EventVenue(Guid.CreateVersion7(), "Old Hall", "Leipzig"),
        Start,
        EndsAt: null,
        OnSaleAt: null,
        "EUR",
        MaxSeatsPerBooking: 8,
        HoldSeconds: 600,
        sections,
        Guid.CreateVersion7());

    public static BookingMessage Booking(Guid eventId, params SeatChange[] seats) => new(Guid.CreateVersion7(), eventId, "HELD", seats, Start);
}
