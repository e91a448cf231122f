using System.Collections.Concurrent;

namespace TicketBooking.Gateway.Tests.Live;

/// <summary>The system's clock, which remembers how long it was asked to wait.</summary>
internal sealed class RecordedTimers : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
