using TicketBooking.Contracts;

namespace TicketBooking.Booking.Domain;

/// <summary>
/// Chooses seats for a party. In this order: side by side in one row without leaving a single seat alone; side by side; close together in
/// one section; anywhere. Accessible seats come last.
/// </summary>
internal static class BestAvailable
{
    /// <summary>Returns the seats, or none when there are not enough.</summary>
    /// <param name="rows">The rows to choose from, best first.</param>
    /// <param name="taken">Seats that are not free.</param>
    /// <param name="quantity">Size of the party.</param>
    public static CatalogueSeat[] Choose(IReadOnlyCollection<SeatRow> rows, IReadOnlySet<Guid> taken, int quantity) =>
        ChooseFrom(rows, seat => !seat.Accessible && !taken.Contains(seat.Id), quantity)
        ?? ChooseFrom(rows, seat => !taken.Contains(seat.Id), quantity)
        ?? [];

    private static CatalogueSeat[]? ChooseFrom(IReadOnlyCollection<SeatRow> rows, Func<CatalogueSeat, bool> isFree, int quantity)
    {
        var runs = rows.SelectMany(row => RunsOf(row, isFree)).ToList();
        var together = runs.Find(run => run.Count == quantity || run.Count >= quantity + 2) ?? runs.Find(run => run.Count > quantity);
        return together is not null
            ? [.. together.Take(quantity)]
            : Closest(rows, isFree, quantity);
    }

    /// <summary>Returns the longest runs of free neighbours.</summary>
    private static IEnumerable<List<CatalogueSeat>> RunsOf(SeatRow row, Func<CatalogueSeat, bool> isFree)
    {
        List<CatalogueSeat> run = [];
        foreach (var seat in row.Seats)
        {
            if (run.Count > 0 && (!isFree(seat) || seat.Number != run[^1].Number + 1))
            {
                yield return run;
                run = [];
            }

            if (isFree(seat))
            {
                run.Add(seat);
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static CatalogueSeat[]? Closest(IReadOnlyCollection<SeatRow> rows, Func<CatalogueSeat, bool> isFree, int quantity)
    {
        var inOneSection = rows
            .GroupBy(row => row.Section)
            .Select(section => Tightest(section, isFree, quantity))
            .Where(window => window.Seats is not null)
            .OrderBy(window => window.Spread)
            .FirstOrDefault();
        if (inOneSection.Seats is not null)
        {
            return inOneSection.Seats;
        }

        var anywhere = rows.SelectMany(row => row.Seats).Where(isFree).Take(quantity).ToArray();
        return anywhere.Length == quantity ? anywhere : null;
    }

    /// <summary>Returns, of all runs of free seats in the order of the rows, the one that spans the fewest rows, then the fewest places.</summary>
    private static (long Spread, CatalogueSeat[]? Seats) Tightest(
        IEnumerable<SeatRow> section, Func<CatalogueSeat, bool> isFree, int quantity)
    {
        const long RowStep = 1_000_000;
        var free = section
            .SelectMany(row => row.Seats.Where(isFree).Select(seat => (Place: (row.Index * RowStep) + seat.Number, Seat: seat)))
            .ToArray();
        return Enumerable.Range(0, Math.Max(0, free.Length - quantity + 1))
            .Select(start => (Spread: Math.Abs(free[start + quantity - 1].Place - free[start].Place), Start: start))
            .OrderBy(window => window.Spread)
            .Select(window => (window.Spread, (CatalogueSeat[]?)[.. free[window.Start..(window.Start + quantity)].Select(f => f.Seat)]))
            .FirstOrDefault();
    }
}
