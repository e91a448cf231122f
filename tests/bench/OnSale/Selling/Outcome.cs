namespace TicketBooking.OnSale.Selling;

/// <summary>One way in which something that a buyer does ends: how often, when, and after how long.</summary>
internal sealed class Outcome(int seconds)
{
    private readonly Histogram?[] _seconds = new Histogram?[seconds];

    public Histogram Times { get; } = new();

    /// <param name="second">Of the run, in which it ended.</param>
    /// <param name="duration">From the time at which the buyer meant to begin.</param>
    public void Add(int second, TimeSpan duration)
    {
        Times.Add(duration);
        ref var here = ref _seconds[Math.Clamp(second, 0, _seconds.Length - 1)];
        (Volatile.Read(ref here) ?? Interlocked.CompareExchange(ref here, new(), null) ?? here)!.Add(duration);
    }

    public long CountIn(int second) => Of(second)?.Count ?? 0;

    public double? PercentileIn(int second, double percent) => Of(second)?.Percentile(percent);

    private Histogram? Of(int second) => second < _seconds.Length ? _seconds[second] : null;
}
