namespace TicketBooking.Gateway.Tests;

/// <summary>Real time of day, but timers fire when a test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>As if every running timer were due.</summary>
    /// <returns>How many were running.</returns>
    public int Fire()
    {
        ManualTimer[] running;
        lock (_timers)
        {
            running = [.. _timers];
        }

        foreach (var timer in running)
        {
            timer.Callback();
        }

        return running.Length;
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (clock._timers)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
