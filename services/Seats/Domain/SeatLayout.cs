using TicketBooking.Contracts;

namespace TicketBooking.Seats.Domain;

/// <summary>All seats of an event, from the sections in its message.</summary>
internal sealed class SeatLayout
{
    public const int MaxSeats = 200_000;

    private readonly EventMessage _message;

    private SeatLayout(EventMessage message, int count) => (_message, SeatCount) = (message, count);

    public int SeatCount { get; }

    /// <returns>The layout, or the error of these sections.</returns>
    public static (SeatLayout? Layout, string? Refusal) Of(EventMessage message)
    {
        if (message.EventId == Guid.Empty || !IsCurrency(message.Currency) || message.Sections is not { Length: > 0 })
        {
            return (null, "The event has no id, currency or sections.");
        }

        if (message.Sections.Any(IsImpossible) || message.Sections.DistinctBy(section => section.Name).Count() < message.Sections.Length)
        {
            return (null, "A section has no name, no seats, a negative price, or the name of another one.");
        }

        var count = message.Sections.Sum(section => (long)section.Rows * section.SeatsPerRow);
        return count <= MaxSeats
            ? (new SeatLayout(message, (int)count), null)
            : (null, $"The event has {count} seats; {MaxSeats} are the most.");
    }

    /// <summary>In the venue's order: section, row, number.</summary>
    public IEnumerable<Seat> Seats()
    {
        var position = 0;
        foreach (var section in _message.Sections)
        {
            var prefix = _message.Sections.Length == 1 ? "" : section.Name + "/";
            var accessible = (section.Accessible ?? []).ToHashSet(StringComparer.Ordinal);
            foreach (var (row, number) in PlacesOf(section))
            {
                var place = row + number;
                var id = SeatId.Of(_message.EventId, section.Name, row, number);
                yield return new Seat(
                    id, position++, prefix + place, section.Name, row, number, accessible.Contains(place), section.PriceMinor);
            }
        }
    }

    private static IEnumerable<(string Row, int Number)> PlacesOf(EventSection section) =>
        from row in Enumerable.Range(0, section.Rows).Select(RowLetters.Of)
        from number in Enumerable.Range(1, section.SeatsPerRow)
        select (row, number);

    private static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    private static bool IsImpossible(EventSection section) =>
        string.IsNullOrEmpty(section?.Name) || section.Rows < 1 || section.SeatsPerRow < 1 || section.PriceMinor < 0;
}
