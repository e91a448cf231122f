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
        var seen = 0;
        foreach (var row in rows)
        {
            foreach (var (first, count) in RunsOf(row, free))
            {
                seen += count;
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

        if ((fitting.Any() ?? leavingOneAlone.Any()) is { } start)
        {
            return [.. Enumerable.Range(start, quantity)];
        }

        return seen < quantity ? null : Closest(rows, free, quantity, width);
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

    /// <summary>Looks at all groups of free seats that follow one another, in one pass.</summary>
    private static int[]? Closest(IEnumerable<SeatRow> rows, SeatBits free, int quantity, int width)
    {
        var last = new (int Position, long Place, string Section)[quantity];
        var (inOneSection, anywhere, seen) = (new Groups(), new Groups(), 0);
        foreach (var row in rows)
        {
            for (var seat = free.NextIn(row.First, row.End); seat < row.End; seat = free.NextIn(seat + 1, row.End))
            {
                var place = (row.Index * RowStep) + seat - row.First;
                last[seen++ % quantity] = (seat, place, row.Section);
                if (seen >= quantity)
                {
                    var first = last[seen % quantity];
                    (first.Section == row.Section ? inOneSection : anywhere).Add(first.Position, place - first.Place);
                }
            }
        }

        return (inOneSection.AnyOfTightest(width) ?? anywhere.AnyOfTightest(width)) is { } start
            ? [.. rows.Where(row => row.End > start).SelectMany(free.In).SkipWhile(seat => seat < start).Take(quantity)]
            : null;
    }

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
    /// <summary>The groups that span the fewest rows, then the fewest places.</summary>
    private sealed class Groups
    {
        /// <summary>Of more groups that are equally good, the first so many are chosen among.</summary>
        private const int Most = 64;

        private readonly PriorityQueue<int, long> _tightest = new(Most);

        public void Add(int first, long spread)
        {
            if (_tightest.Count < Most)
            {
                _tightest.Enqueue(first, -spread);
            }
            else if (_tightest.TryPeek(out _, out var loosest) && -spread > loosest)
            {
                _tightest.EnqueueDequeue(first, -spread);
            }
        }

        /// <summary>Returns the first seat of one of the tightest <paramref name="width"/> groups, or of those that are as tight as the best.</summary>
        public int? AnyOfTightest(int width)
        {
            var groups = _tightest.UnorderedItems.OrderByDescending(group => group.Priority).ToArray();
            int[] best = [.. groups.TakeWhile((group, i) => i < width || group.Priority == groups[0].Priority).Select(group => group.Element)];
            return best.Length == 0 ? null : best[RandomNumberGenerator.GetInt32(best.Length)];
        }
    }
}
