using System.Collections.Frozen;
using TicketBooking.Contracts.Layout;
using TicketBooking.Contracts.Money;

namespace TicketBooking.Booking.Domain;

/// <summary>Finds the seats of an event. A seat is a position in the layout and is made when it is asked for; only rows are kept.</summary>
internal sealed class EventSeats
{
    private readonly SeatLayout _layout;
    private readonly FrozenDictionary<string, int> _sections;

    public EventSeats(SeatLayout layout, long pricesVersion = 0)
    {
        (_layout, PricesVersion) = (layout, pricesVersion);
        _sections = layout.Sections.Index().ToFrozenDictionary(section => section.Item.Name, section => section.Index, StringComparer.Ordinal);
        Rows = RowsOf(layout);
        CanBePaid = Currencies.Find(layout.Currency) is { } currency && layout.Sections.All(section => currency.IsWhole(section.PriceMinor));
    }

    /// <summary>The version of the event that gave the seats their prices.</summary>
    public long PricesVersion { get; }

    public string Currency => _layout.Currency;

    /// <summary>False for an event that is older than the table of currencies and has prices that it does not allow.</summary>
    public bool CanBePaid { get; }

    public int Count => _layout.SeatCount;

    /// <summary>As the venue lists them.</summary>
    public IReadOnlyList<SeatRow> Rows { get; }

    /// <summary>What it keeps: rows and accessible seats.</summary>
    public int Size => Rows.Count + _layout.AccessibleCount;

    /// <summary>Finds a seat by the number that a buyer gives, in any case, also by its short form where that means one seat only.</summary>
    public LayoutSeat? Find(string text)
    {
        var number = text.Trim();
        var slash = number.LastIndexOf('/');
        var label = number[(slash + 1)..].ToUpperInvariant();
        var positions = (slash < 0 ? [.. Enumerable.Range(0, _layout.Sections.Count)] : SectionsNamed(number[..slash]))
            .Select(section => _layout.PositionOf(section, label)).OfType<int>().Take(2).ToArray();
        return positions.Length == 1 ? At(positions[0]) : null;
    }

    /// <summary>Makes the seat at a position.</summary>
    public LayoutSeat At(int position) => _layout.SeatAt(position);

    public bool IsAccessible(int position) => _layout.IsAccessible(position);

    /// <summary>Finds the position of a seat whose number is written as here.</summary>
    public int? PositionOf(ReadOnlySpan<char> seatNumber)
    {
        var slash = seatNumber.LastIndexOf('/');
        var section = 0;
        return slash < 0 || _sections.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(seatNumber[..slash], out section)
            ? _layout.PositionOf(section, seatNumber[(slash + 1)..])
            : null;
    }

    /// <summary>Finds the row of a position.</summary>
    public SeatRow RowOf(int position)
    {
        var (low, high) = (0, Rows.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Rows[middle].First <= position ? (middle, high) : (low, middle - 1);
        }

        return Rows[low];
    }

    private static SeatRow[] RowsOf(SeatLayout layout)
    {
        var rows = new SeatRow[layout.Sections.Sum(section => section.Rows)];
        var (index, first) = (0, 0);
        foreach (var section in layout.Sections)
        {
            for (var end = index + section.Rows; index < end; index++, first += section.SeatsPerRow)
            {
                rows[index] = new SeatRow(section.Name, index, first, section.SeatsPerRow);
            }
        }

        return rows;
    }

    /// <summary>The section of this name; else those that differ in case only. A venue with one section names it in no seat number.</summary>
    private int[] SectionsNamed(string name)
    {
        if (_sections.Count == 1)
        {
            return [];
        }

        return _sections.TryGetValue(name, out var section)
            ? [section]
            : [.. _sections.Where(other => name.Equals(other.Key, StringComparison.OrdinalIgnoreCase)).Select(other => other.Value)];
    }
}
