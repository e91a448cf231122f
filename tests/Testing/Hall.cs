using TicketBooking.Contracts;

namespace TicketBooking.Testing;

/// <summary>Makes the seats of an event.</summary>
public static class Hall
{
    public const long Price = 4500;

    /// <summary>Sections of equal size; seat numbers as seats makes them.</summary>
    public static SeatCatalogue Of(Guid eventId, int rows, int seatsPerRow, params string[] sections) => new(
        eventId,
        "EUR",
        [.. from section in sections.Length == 0 ? ["Main"] : sections
            from row in Enumerable.Range(0, rows)
            from number in Enumerable.Range(1, seatsPerRow)
            select Seat(section, ((char)('A' + row)).ToString(), number, prefix: sections.Length > 1)]);

    private static CatalogueSeat Seat(string section, string row, int number, bool prefix) => new(
        Guid.CreateVersion7(), prefix ? $"{section}/{row}{number}" : $"{row}{number}", section, row, number, Accessible: false, Price);
}
