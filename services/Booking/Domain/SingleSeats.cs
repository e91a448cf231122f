using TicketBooking.Contracts.Layout;

namespace TicketBooking.Booking.Domain;

/// <summary>
/// Finds seats that a choice by number would leave alone: free, beside a chosen one, without a free neighbour. Allowed is what cannot be
/// avoided: the chosen seats take a whole run of free seats, or all of it but one. An accessible seat may be left alone: it is made to be sold so.
/// </summary>
internal sealed class SingleSeats
{
    /// <summary>Keeps the last seats of a row apart from the first ones of the next.</summary>
    private const int BetweenRows = 2;

    private readonly HashSet<int> _chosen;
    private readonly SortedDictionary<int, LayoutSeat> _beside = [];

    public SingleSeats(EventSeats seats, IReadOnlyCollection<LayoutSeat> chosen)
    {
        _chosen = [.. chosen.Select(seat => PlaceOf(seats.RowOf(seat.Position), seat.Position))];
        foreach (var seat in chosen)
        {
            var row = seats.RowOf(seat.Position);
            foreach (var position in (int[])[seat.Position - 2, seat.Position - 1, seat.Position + 1, seat.Position + 2])
            {
                if (position >= row.First && position < row.End && !_chosen.Contains(PlaceOf(row, position)))
                {
                    _beside[PlaceOf(row, position)] = seats.At(position);
                }
            }
        }
    }

    /// <summary>The seats whose state decides: two to each side of a chosen one, in its row.</summary>
    public IReadOnlyCollection<LayoutSeat> Beside => _beside.Values;

    /// <summary>Returns the numbers of the seats that would be left alone.</summary>
    /// <param name="taken">Those of <see cref="Beside"/> that are not free.</param>
    public string[] LeftAlone(IReadOnlySet<Guid> taken)
    {
        HashSet<int> free = [.. _beside.Where(seat => !taken.Contains(seat.Value.Id)).Select(seat => seat.Key)];
        return [.. _beside.Where(seat => !seat.Value.Accessible && IsLeftAlone(seat.Key, free)).Select(seat => seat.Value.SeatNumber)];
    }

    private static int PlaceOf(SeatRow row, int position) => position + (row.Index * BetweenRows);

    private bool IsLeftAlone(int place, HashSet<int> free) =>
        free.Contains(place) && !free.Contains(place - 1) && !free.Contains(place + 1)
        && (free.Contains(BehindChosen(place, -1)) || free.Contains(BehindChosen(place, +1)));

    /// <summary>The place behind the chosen seats on one side. When it is free, the party could move so that both free seats stay together.</summary>
    private int BehindChosen(int place, int step)
    {
        do
        {
            place += step;
        }
        while (_chosen.Contains(place));
        return place;
    }
}
