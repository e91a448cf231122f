namespace TicketBooking.Booking.Scheduling;

/// <summary>Lets a background job sleep until something is due, or until it is woken. One job sleeps; any thread may wake it.</summary>
internal abstract class InterruptibleSleep(TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _woken = new(0, 1);
    private DateTimeOffset _sleepsUntil = DateTimeOffset.MaxValue;

    /// <summary>The pause when something is due already but another instance has locked it.</summary>
    private static readonly TimeSpan PauseWhenDue = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns how long to sleep until the next thing is due.</summary>
    public static TimeSpan PauseUntil(TimeSpan due, TimeSpan longest) => due <= TimeSpan.Zero
        ? PauseWhenDue
        : TimeSpan.FromTicks(Math.Clamp(due.Ticks, TimeSpan.TicksPerMillisecond, longest.Ticks));

    /// <summary>Sleeps this long, less when woken. A wake-up while the job was busy ends the next sleep at once.</summary>
    public async Task SleepAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _sleepsUntil = clock.GetUtcNow() + duration;
        }

        await _woken.WaitAsync(duration, cancellationToken);
        lock (_gate)
        {
            // A busy job may have read the state before a change, so every wake-up counts.
            _sleepsUntil = DateTimeOffset.MaxValue;
        }
    }

    public void Dispose()
    {
        _woken.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void WakeNow() => WakeIn(TimeSpan.Zero);

    /// <summary>Wakes the job if it would sleep longer than this.</summary>
    protected void WakeIn(TimeSpan delay)
    {
        lock (_gate)
        {
            if (clock.GetUtcNow() + delay < _sleepsUntil && _woken.CurrentCount == 0)
            {
                _woken.Release();
            }
        }
    }
}
