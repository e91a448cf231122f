using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>Which seats of a hall seem to be free. One page writes, all buyers read: each sees the map as it was a moment ago.</summary>
internal sealed class FreeSeats
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly bool[] _isTaken;

    public FreeSeats(int seats)
    {
        _isTaken = new bool[seats];
        for (var place = 0; place < seats; place++)
        {
            _places[Hall.Seat(place)] = place;
        }
    }

    public void Set(string seat, bool isTaken) => Volatile.Write(ref _isTaken[_places[seat]], isTaken);

    /// <summary>All are free.</summary>
    public void Clear() => Array.Clear(_isTaken);

    /// <returns>The first place from this one on that is free; null when none is.</returns>
    public int? First(int from = 0)
    {
        var rest = from < _isTaken.Length ? _isTaken.AsSpan(from).IndexOf(false) : -1;
        return rest < 0 ? null : from + rest;
    }

    /// <returns>The first of so many free places beside each other, from this one on; null when there are none.</returns>
    public int? FirstOf(int quantity, int from)
    {
        for (var first = First(from); first is { } place; first = First(from))
        {
            var taken = _isTaken.AsSpan(place).IndexOf(true);
            var free = taken < 0 ? _isTaken.Length - place : taken;
            if (free >= quantity)
            {
                return place;
            }

            from = place + free;
        }

        return null;
    }
}
