using System.Security.Cryptography;

namespace TicketBooking.Booking.Domain;

/// <summary>
/// Chooses seats for a party. In this order: side by side in one row without leaving a single seat alone; side by side; close together in
/// one section; anywhere. Accessible seats come last. What is equally good is chosen at random: it is side by side in the same row, or as
/// close together. Of a run that is longer than the party, an end is taken, so that the rest stays in one piece.
/// </summary>
internal static class BestAvailable
{
    private const long RowStep = 1_000_000;

    /// <summary>Limits the scattered choices among which one is taken at random.</summary>
    private const int MostWindows = 64;

    /// <summary>Returns the positions of the seats, or none when there are not enough.</summary>
    /// <param name="rows">The rows to choose from, best first.</param>
    /// <param name="free">The free seats.</param>
    /// <param name="accessible">The accessible seats.</param>
    /// <param name="quantity">Size of the party.</param>
    /// <param name="width">Among how many of the best rows to choose at random. More than one only while others choose at the same time.</param>
    public static int[] Choose(IEnumerable<SeatRow> rows, SeatBits free, SeatBits accessible, int quantity, int width = 1) =>
        ChooseFrom(rows, free.Without(accessible), quantity, width)
        ?? ChooseFrom(rows, free, quantity, width)
        ?? [];

    private static int[]? ChooseFrom(IEnumerable<SeatRow> rows, SeatBits free, int quantity, int width)
    {
        var fitting = new Starts(width);
        var leavingOneAlone = new Starts(width);
        foreach (var row in rows)
        {
            foreach (var (first, count) in RunsOf(row, free))
            {
                if (count >= quantity)
                {
                    (count == quantity + 1 ? leavingOneAlone : fitting).Add(row, first, first + count - quantity);
                }
            }

            if (fitting.Rows == width)
            {
                break;
            }
        }

        return (fitting.Any() ?? leavingOneAlone.Any()) is { } start
            ? [.. Enumerable.Range(start, quantity)]
            : Closest(rows, free, quantity, width);
    }

    /// <summary>Returns the longest runs of free neighbours.</summary>
    private static IEnumerable<(int First, int Count)> RunsOf(SeatRow row, SeatBits free)
    {
        for (var first = free.NextIn(row.First, row.End); first < row.End;)
        {
            var after = free.NextOut(first, row.End);
            yield return (first, after - first);
            first = free.NextIn(after, row.End);
        }
    }

    private static int[]? Closest(IEnumerable<SeatRow> rows, SeatBits free, int quantity, int width)
    {
        var seats = new List<FreeSeat>();
        foreach (var row in rows)
        {
            seats.AddRange(free.In(row).Select(seat => new FreeSeat(seat, (row.Index * RowStep) + seat - row.First, row.Section)));
        }

        return Tightest(seats, quantity, width, inOneSection: true) ?? Tightest(seats, quantity, width, inOneSection: false);
    }

    /// <summary>
    /// Returns, of all groups that follow one another, one that spans the fewest rows, then the fewest places; or one of the tightest
    /// <paramref name="width"/>. The search begins anywhere, so that of equal ones any may come first.
    /// </summary>
    private static int[]? Tightest(List<FreeSeat> seats, int quantity, int width, bool inOneSection)
    {
        var windows = seats.Count - quantity + 1;
        if (windows <= 0)
        {
            return null;
        }

        var most = Math.Min(width, MostWindows);
        var tightest = new PriorityQueue<int, long>(most + 1);
        for (var (i, first) = (0, RandomNumberGenerator.GetInt32(windows)); i < windows; i++, first = (first + 1) % windows)
        {
            if (inOneSection && seats[first].Section != seats[first + quantity - 1].Section)
            {
                continue;
            }

            var spread = seats[first + quantity - 1].Place - seats[first].Place;
            if (tightest.Count < most)
            {
                tightest.Enqueue(first, -spread);
            }
            else
            {
                tightest.EnqueueDequeue(first, -spread);
            }
        }

        return tightest.Count == 0 ? null : [.. seats.GetRange(AnyOf(tightest), quantity).Select(seat => seat.Position)];
    }

    private static int AnyOf(PriorityQueue<int, long> windows) =>
        windows.UnorderedItems.ElementAt(RandomNumberGenerator.GetInt32(windows.Count)).Element;

    /// <param name="Position">The seat.</param>
    /// <param name="Place">Grows along the row and, much more, from row to row.</param>
    /// <param name="Section">Its section.</param>
    private readonly record struct FreeSeat(int Position, long Place, string Section);

    /// <summary>First seats of places for the party, in so many rows at most.</summary>
    private sealed class Starts(int mostRows)
    {
        private readonly List<int> _starts = [];
        private int _lastRow = -1;

        public int Rows { get; private set; }

        public void Add(SeatRow row, int leftEnd, int rightEnd)
        {
            if (row.Index != _lastRow)
            {
                if (Rows == mostRows)
                {
                    return;
                }

                (_lastRow, Rows) = (row.Index, Rows + 1);
            }

            _starts.Add(leftEnd);
            if (rightEnd != leftEnd)
            {
                _starts.Add(rightEnd);
            }
        }

        public int? Any() => _starts.Count == 0 ? null : _starts[RandomNumberGenerator.GetInt32(_starts.Count)];
    }
}
