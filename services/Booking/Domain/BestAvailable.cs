using System.Collections;

namespace TicketBooking.Booking.Domain;

/// <summary>
/// Chooses seats for a party. In this order: side by side in one row without leaving a single seat alone; side by side; close together in
/// one section; anywhere. Accessible seats come last.
/// </summary>
internal static class BestAvailable
{
    /// <summary>Returns the positions of the seats, or none when there are not enough.</summary>
    /// <param name="seats">The seats of the event.</param>
    /// <param name="rows">The rows to choose from, best first.</param>
    /// <param name="taken">Positions of seats that are not free.</param>
    /// <param name="quantity">Size of the party.</param>
    public static int[] Choose(EventSeats seats, IReadOnlyCollection<SeatRow> rows, BitArray taken, int quantity) =>
        ChooseFrom(rows, position => !taken[position] && !seats.IsAccessible(position), quantity)
        ?? ChooseFrom(rows, position => !taken[position], quantity)
        ?? [];

    private static int[]? ChooseFrom(IReadOnlyCollection<SeatRow> rows, Func<int, bool> isFree, int quantity)
    {
        int? leavesOneAlone = null;
        foreach (var run in rows.SelectMany(row => RunsOf(row, isFree)))
        {
            if (run.Count == quantity || run.Count >= quantity + 2)
            {
                return [.. Enumerable.Range(run.First, quantity)];
            }

            leavesOneAlone ??= run.Count > quantity ? run.First : null;
        }

        return leavesOneAlone is { } first ? [.. Enumerable.Range(first, quantity)] : Closest(rows, isFree, quantity);
    }

    /// <summary>Returns the longest runs of free neighbours.</summary>
    private static IEnumerable<(int First, int Count)> RunsOf(SeatRow row, Func<int, bool> isFree)
    {
        var end = row.First + row.Count;
        var first = row.First;
        for (var position = row.First; position <= end; position++)
        {
            if (position < end && isFree(position))
            {
                continue;
            }

            if (position > first)
            {
                yield return (first, position - first);
            }

            first = position + 1;
        }
    }

    private static int[]? Closest(IReadOnlyCollection<SeatRow> rows, Func<int, bool> isFree, int quantity)
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

        var anywhere = rows.SelectMany(row => row.Positions).Where(isFree).Take(quantity).ToArray();
        return anywhere.Length == quantity ? anywhere : null;
    }

    /// <summary>Returns, of all runs of free seats in the order of the rows, the one that spans the fewest rows, then the fewest places.</summary>
    private static (long Spread, int[]? Seats) Tightest(IEnumerable<SeatRow> section, Func<int, bool> isFree, int quantity)
    {
        const long RowStep = 1_000_000;
        var free = section
            .SelectMany(row => row.Positions.Where(isFree).Select(seat => (Place: (row.Index * RowStep) + seat - row.First, Seat: seat)))
            .ToArray();
        return Enumerable.Range(0, Math.Max(0, free.Length - quantity + 1))
            .Select(start => (Spread: Math.Abs(free[start + quantity - 1].Place - free[start].Place), Start: start))
            .OrderBy(window => window.Spread)
            .Select(window => (window.Spread, (int[]?)[.. free[window.Start..(window.Start + quantity)].Select(f => f.Seat)]))
            .FirstOrDefault();
    }
}
