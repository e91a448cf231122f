using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>An event on sale, and what a page shows of its seats: one page looks for all buyers.</summary>
internal sealed class Venue(Hall hall, SeatFeed feed)
{
    /// <summary>Buyers want the first seats that are free, and each sees the map as it was a moment ago.</summary>
    private const int Favourites = 400;

    private int _first;

    public Hall Hall => hall;

    public SeatFeed Feed => feed;

    /// <returns>Neighbours that seem to be free; null when no seats seem to be.</returns>
    public string[]? Pick(Random chance, int quantity)
    {
        for (var (n, wish) = (First() + chance.Next(Favourites), new List<string>()); n < hall.Seats; n++)
        {
            var seat = Hall.Seat(n);
            if (feed.IsTaken(seat))
            {
                wish.Clear();
            }
            else if (wish.Count + 1 == quantity)
            {
                return [.. wish, seat];
            }
            else
            {
                wish.Add(seat);
            }
        }

        return null;
    }

    /// <summary>The first seat that seems to be free, about: those that came back are found by the next buyer that begins before them.</summary>
    private int First()
    {
        var first = Volatile.Read(ref _first);
        while (first < hall.Seats && feed.IsTaken(Hall.Seat(first)))
        {
            first++;
        }

        Volatile.Write(ref _first, first >= hall.Seats ? 0 : first);
        return first >= hall.Seats ? 0 : first;
    }
}
