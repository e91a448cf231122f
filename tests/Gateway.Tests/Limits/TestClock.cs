namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>Time that a test moves. Its time of day may be off, as that of another machine.</summary>
internal sealed class TestClock(long skewMilliseconds = 0) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<Timer> _timers = [];
    private long _now;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => Start.AddMilliseconds(_now + skewMilliseconds);

    public void Advance(long milliseconds)
    {
        _now += milliseconds;
        foreach (var timer in _timers.Where(timer => timer.Due <= _now).ToList())
        {
            timer.Dispose();
            timer.Callback();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(_timers, () => callback(state), _now + (long)dueTime.TotalMilliseconds);
        _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(List<Timer> timers, Action callback, long due) : ITimer
    {
        public Action Callback => callback;

        public long Due => due;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
