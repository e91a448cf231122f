namespace TicketBooking.EdgeBenchmark;

/// <summary>Counts durations to the tenth of a millisecond; longer than a minute counts as a minute.</summary>
internal sealed class Histogram
{
    private const int PerMillisecond = 10;

    private readonly Lock _gate = new();
    private readonly int[] _counts = new int[60_000 * PerMillisecond];

    public long Count { get; private set; }

    public void Add(TimeSpan duration)
    {
        lock (_gate)
        {
            _counts[Math.Clamp((int)(duration.TotalMilliseconds * PerMillisecond), 0, _counts.Length - 1)]++;
            Count++;
        }
    }

    public double Percentile(double percent)
    {
        var rest = (long)Math.Ceiling(Count * percent / 100);
        for (var i = 0; i < _counts.Length; i++)
        {
            rest -= _counts[i];
            if (rest <= 0)
            {
                return (double)i / PerMillisecond;
            }
        }

        return double.NaN;
    }

    public override string ToString() => $"p50 {Percentile(50):0.0} ms, p99 {Percentile(99):0.0} ms, max {Percentile(100):0.0} ms ({Count} measured)";
}
