using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Signals instances when a timer of theirs is due. In memory: what is due stands in the history, and is armed again from there.</summary>
internal sealed class WakeUps(TimeProvider time)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);
    private readonly System.Threading.Lock _guard = new();
    private readonly PriorityQueue<string, DateTimeOffset> _pending = new();
    private readonly Pulse _added = new();

    public void Add(string instanceId, DateTimeOffset at)
    {
        lock (_guard)
        {
            _pending.Enqueue(instanceId, at);
        }

        _added.Beat();
    }

    public async Task RunAsync(Action<string> signal, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var added = _added.Next;
            if (TakeDue(out var sleep) is { } instanceId)
            {
                signal(instanceId);
            }
            else
            {
                // Ends with the time, with a new entry or with the process; which it was shows in the next look.
                await added.WaitAsync(sleep, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private string? TakeDue(out TimeSpan sleep)
    {
        lock (_guard)
        {
            // Rounded up: a timer fires at its time, not before.
            var wait = _pending.TryPeek(out _, out var at) ? Math.Ceiling((at - time.GetUtcNow()).TotalMilliseconds) : double.MaxValue;
            sleep = TimeSpan.FromMilliseconds(Math.Clamp(wait, 0, LongestSleep.TotalMilliseconds));
            return wait <= 0 ? _pending.Dequeue() : null;
        }
    }
}
