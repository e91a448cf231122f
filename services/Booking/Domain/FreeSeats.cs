using TicketBooking.Contracts;

namespace TicketBooking.Booking.Domain;

/// <summary>The state of a claim when it was read.</summary>
/// <param name="SeatNumber">The seat.</param>
/// <param name="IsTaken">Whether it is held or booked.</param>
/// <param name="EndsAt">When a held one is free again unless it changes before.</param>
internal readonly record struct ClaimState(string SeatNumber, bool IsTaken, DateTimeOffset? EndsAt);

/// <summary>
/// The free seats of an event as a bit each: what the claims were when they were read, less what is reserved while it is being claimed. Holds
/// end by the time that comes with the claims, never by the clock of this process.
/// </summary>
internal sealed class FreeSeats
{
    private readonly EventSeats _seats;
    private readonly SeatBits _free;
    private readonly SeatBits _accessible;
    private readonly SeatBits _reserved;
    private readonly Dictionary<int, DateTimeOffset> _ends = [];
    private readonly PriorityQueue<int, DateTimeOffset> _ending = new();

    public FreeSeats(EventSeats seats)
    {
        _seats = seats;
        (_free, _accessible, _reserved) = (new SeatBits(seats.Count), new SeatBits(seats.Count), new SeatBits(seats.Count));
        for (var position = 0; position < seats.Count; position++)
        {
            _free[position] = true;
            _accessible[position] = seats.IsAccessible(position);
        }
    }

    /// <summary>Applies claims that were read, in any order and any number of times; then ends the holds that have ended.</summary>
    /// <param name="claims">Claims that may have changed.</param>
    /// <param name="now">The database's time of the reading.</param>
    public void Apply(IEnumerable<ClaimState> claims, DateTimeOffset now)
    {
        foreach (var claim in claims)
        {
            if (_seats.PositionOf(claim.SeatNumber) is { } position)
            {
                Apply(position, claim);
            }
        }

        while (_ending.TryPeek(out var position, out var end) && end <= now)
        {
            _ending.Dequeue();

            // Not when it was booked or kept for longer meanwhile.
            if (_ends.TryGetValue(position, out var last) && last == end)
            {
                _ends.Remove(position);
                _free[position] = true;
            }
        }
    }

    /// <summary>Says whether a seat is held or booked; null when it is free, reserved or not.</summary>
    public string? WhyNotFree(int position) => _free[position] ? null : _ends.ContainsKey(position) ? SeatStatuses.Held : SeatStatuses.Booked;

    /// <summary>Chooses as <see cref="BestAvailable"/> does, of what is not reserved, and reserves it.</summary>
    /// <param name="rows">The rows to choose from, best first.</param>
    /// <param name="quantity">Size of the party.</param>
    /// <param name="passedOver">Positions that are not chosen.</param>
    /// <param name="width">Among how many rows to choose at random.</param>
    public int[] Reserve(IEnumerable<SeatRow> rows, int quantity, IEnumerable<int> passedOver, int width)
    {
        var choosable = _free.Without(_reserved);
        foreach (var position in passedOver)
        {
            choosable[position] = false;
        }

        var chosen = BestAvailable.Choose(rows, choosable, _accessible, quantity, width);
        Array.ForEach(chosen, position => _reserved[position] = true);
        return chosen;
    }

    /// <summary>Makes reserved seats choosable again, as far as they are free.</summary>
    public void EndReservation(int[] positions) => Array.ForEach(positions, position => _reserved[position] = false);

    /// <summary>Whether so many seats are free, reserved ones included.</summary>
    public bool AreFree(IEnumerable<SeatRow> rows, int quantity) => rows
        .SelectMany(_free.In)
        .Take(quantity)
        .Count() == quantity;

    private void Apply(int position, ClaimState claim)
    {
        _free[position] = !claim.IsTaken;
        if (claim is not { IsTaken: true, EndsAt: { } end })
        {
            _ends.Remove(position);
        }
        else if (!_ends.TryGetValue(position, out var known) || known != end)
        {
            _ends[position] = end;
            _ending.Enqueue(position, end);
        }
    }
}
