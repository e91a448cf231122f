using System.Collections.Frozen;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Domain;

/// <summary>Finds the seats of an event by number, also by its short form where that means one seat only.</summary>
internal sealed class EventSeats
{
    private readonly FrozenDictionary<string, CatalogueSeat> _byNumber;

    public EventSeats(SeatCatalogue catalogue)
    {
        Currency = catalogue.Currency;
        Count = catalogue.Seats.Length;
        Rows = [.. catalogue.Seats
            .GroupBy(seat => (seat.Section, seat.Row))
            .Select((row, index) => new SeatRow(row.Key.Section, index, [.. row.OrderBy(seat => seat.Number)]))];
        _byNumber = Index(catalogue.Seats);
    }

    public string Currency { get; }

    public int Count { get; }

    /// <summary>As the venue lists them.</summary>
    public IReadOnlyList<SeatRow> Rows { get; }

    public CatalogueSeat? Find(string seatNumber) => _byNumber.GetValueOrDefault(seatNumber.Trim());

    private static FrozenDictionary<string, CatalogueSeat> Index(CatalogueSeat[] seats)
    {
        var index = new Dictionary<string, CatalogueSeat>(StringComparer.OrdinalIgnoreCase);
        foreach (var shortForm in seats.GroupBy(seat => $"{seat.Row}{seat.Number}", StringComparer.OrdinalIgnoreCase))
        {
            if (shortForm.Count() == 1)
            {
                index[shortForm.Key] = shortForm.Single();
            }
        }

        foreach (var seat in seats)
        {
            index[seat.SeatNumber] = seat;
        }

        return index.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>One row of seats, by number.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Index">Its place among all rows of the venue.</param>
/// <param name="Seats">Lowest number first.</param>
internal sealed record SeatRow(string Section, int Index, CatalogueSeat[] Seats);
