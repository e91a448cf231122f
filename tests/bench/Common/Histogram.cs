using System.Numerics;

namespace TicketBooking.Benchmarks;

/// <summary>Counts durations in buckets that are at most 3 % wide, from a microsecond to more than an hour. Any thread may add.</summary>
internal sealed class Histogram
{
    /// <summary>Buckets of each doubling, as a power of two.</summary>
    private const int Precision = 5;

    private const int Buckets = 34 << Precision;

    private readonly int[] _counts = new int[Buckets];
    private long _count;
    private long _most;

    public long Count => Interlocked.Read(ref _count);

    public double Max => Interlocked.Read(ref _most) / 1000.0;

    public void Add(TimeSpan duration)
    {
        var microseconds = Math.Max(0, (long)duration.TotalMicroseconds);
        Interlocked.Increment(ref _counts[BucketOf(microseconds)]);
        Interlocked.Increment(ref _count);
        for (var most = Interlocked.Read(ref _most); microseconds > most; most = Interlocked.Read(ref _most))
        {
            Interlocked.CompareExchange(ref _most, microseconds, most);
        }
    }

    /// <returns>Milliseconds; not a number when nothing was counted.</returns>
    public double Percentile(double percent)
    {
        var rest = (long)Math.Ceiling(Count * percent / 100);
        for (var bucket = 0; rest > 0 && bucket < Buckets; bucket++)
        {
            rest -= _counts[bucket];
            if (rest <= 0)
            {
                return Math.Min(MiddleOf(bucket) / 1000, Max);
            }
        }

        return double.NaN;
    }

    public override string ToString() => $"p50 {Percentile(50):0.0} ms, p99 {Percentile(99):0.0} ms, max {Max:0.0} ms ({Count} measured)";

    private static int BucketOf(long microseconds)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)microseconds | 1) - Precision);
        return (int)Math.Min((shift << Precision) + (microseconds >> shift), Buckets - 1);
    }

    private static double MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Precision) - 1);
        return ((bucket - (shift << Precision)) + 0.5) * (1L << shift);
    }
}
