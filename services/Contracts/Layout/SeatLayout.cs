namespace TicketBooking.Contracts.Layout;

/// <summary>
/// All seats of an event, derived from the sections in its message. Every service that derives them gets the same seats with the same ids,
/// so none has to ask another.
/// </summary>
public sealed class SeatLayout
{
    /// <summary>The most seats of an event.</summary>
    public const int MaxSeats = 200_000;

    private readonly EventSection[] _sections;
    private readonly int[] _starts;
    private readonly HashSet<int> _accessible;

    private SeatLayout(Guid eventId, string currency, EventSection[] sections)
    {
        (EventId, Currency, _sections) = (eventId, currency, sections);
        _starts = new int[sections.Length];
        for (var i = 0; i < sections.Length; i++)
        {
            _starts[i] = SeatCount;
            SeatCount += sections[i].Rows * sections[i].SeatsPerRow;
        }

        _accessible = [.. sections.SelectMany((section, i) => (section.Accessible ?? []).Select(label => PositionOf(i, label)).OfType<int>())];
    }

    /// <summary>The event.</summary>
    public Guid EventId { get; }

    /// <summary>ISO 4217 of every price.</summary>
    public string Currency { get; }

    /// <summary>In the venue's order.</summary>
    public IReadOnlyList<EventSection> Sections => _sections;

    /// <summary>How many seats the event has.</summary>
    public int SeatCount { get; }

    /// <summary>How many of them are accessible.</summary>
    public int AccessibleCount => _accessible.Count;

    /// <summary>Returns the layout of the event, or the error of its sections.</summary>
    public static (SeatLayout? Layout, string? Refusal) Of(EventMessage message) => Of(message.EventId, message.Currency, message.Sections);

    /// <summary>Returns the layout of these sections, or their error.</summary>
    public static (SeatLayout? Layout, string? Refusal) Of(Guid eventId, string? currency, EventSection[]? sections)
    {
        if (eventId == Guid.Empty || !IsCurrency(currency) || sections is not { Length: > 0 })
        {
            return (null, "The event has no id, currency or sections.");
        }

        if (sections.Any(IsImpossible) || sections.DistinctBy(section => section.Name).Count() < sections.Length)
        {
            return (null, "A section has no name, no seats, a negative price, or the name of another one.");
        }

        var count = sections.Sum(section => (long)section.Rows * section.SeatsPerRow);
        return count <= MaxSeats
            ? (new SeatLayout(eventId, currency!, sections), null)
            : (null, $"The event has {count} seats; {MaxSeats} are the most.");
    }

    /// <summary>Makes all seats in the venue's order: section, row, number.</summary>
    public IEnumerable<LayoutSeat> Seats()
    {
        for (var i = 0; i < _sections.Length; i++)
        {
            for (var row = 0; row < _sections[i].Rows; row++)
            {
                var letters = RowLetters.Of(row);
                for (var number = 1; number <= _sections[i].SeatsPerRow; number++)
                {
                    yield return Make(i, row, letters, number);
                }
            }
        }
    }

    /// <summary>Makes the seat at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public LayoutSeat SeatAt(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, SeatCount);
        var found = Array.BinarySearch(_starts, position);
        var section = found < 0 ? ~found - 1 : found;
        var (row, seat) = Math.DivRem(position - _starts[section], _sections[section].SeatsPerRow);
        return Make(section, row, RowLetters.Of(row), seat + 1);
    }

    /// <summary>Returns the position of a place such as <c>A12</c> in a section; null when the section has no such place.</summary>
    /// <param name="section">The section's index.</param>
    /// <param name="label">The place.</param>
    public int? PositionOf(int section, ReadOnlySpan<char> label) =>
        SeatPlace.TryParse(label, out var place) && place.IsIn(_sections[section].Rows, _sections[section].SeatsPerRow)
            ? PositionOf(section, place.Row, place.Number)
            : null;

    /// <summary>Whether the seat at a position is accessible.</summary>
    public bool IsAccessible(int position) => _accessible.Contains(position);

    private static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    private static bool IsImpossible(EventSection section) =>
        string.IsNullOrEmpty(section?.Name) || section.Rows < 1 || section.SeatsPerRow < 1 || section.PriceMinor < 0;

    private int PositionOf(int section, int row, int number) => _starts[section] + (row * _sections[section].SeatsPerRow) + number - 1;

    private LayoutSeat Make(int index, int row, string letters, int number)
    {
        var section = _sections[index];
        var position = PositionOf(index, row, number);
        return new LayoutSeat(
            SeatId.Of(EventId, section.Name, letters, number),
            position,
            _sections.Length == 1 ? $"{letters}{number}" : $"{section.Name}/{letters}{number}",
            section.Name,
            letters,
            number,
            IsAccessible(position),
            section.PriceMinor);
    }
}
