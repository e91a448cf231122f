using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>An event on sale, and what a page shows of its seats: one page looks for all buyers.</summary>
internal sealed class Venue(Hall hall, SeatFeed feed)
{
    /// <summary>Buyers want the first seats that are free.</summary>
    private const int Favourites = 400;

    public Hall Hall => hall;

    public SeatFeed Feed => feed;

    /// <returns>Neighbours that seem to be free; null when no seats seem to be.</returns>
    public string[]? Pick(Random chance, int quantity) =>
        feed.Free.First() is { } first && feed.Free.FirstOf(quantity, first + chance.Next(Favourites)) is { } place
            ? [.. Enumerable.Range(place, quantity).Select(Hall.Seat)]
            : null;
}
