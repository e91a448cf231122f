using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Wakes those who wait for an instance when its state has changed.</summary>
internal sealed class StatusWatch
{
    private readonly System.Threading.Lock _guard = new();
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    public void Changed(string instanceId)
    {
        lock (_guard)
        {
            if (_watched.TryGetValue(instanceId, out var watched))
            {
                watched.Pulse.Beat();
            }
        }
    }

    /// <summary>Asks <paramref name="look"/> until it has an answer: now, and after each change.</summary>
    public async Task<T> UntilAsync<T>(string instanceId, Func<Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        var watched = Enter(instanceId);
        try
        {
            while (true)
            {
                var next = watched.Pulse.Next;
                if (await look() is { } answer)
                {
                    return answer;
                }

                await next.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Leave(instanceId, watched);
        }
    }

    private Watched Enter(string instanceId)
    {
        lock (_guard)
        {
            if (!_watched.TryGetValue(instanceId, out var watched))
            {
                _watched[instanceId] = watched = new Watched();
            }

            watched.Count++;
            return watched;
        }
    }

    private void Leave(string instanceId, Watched watched)
    {
        lock (_guard)
        {
            if (--watched.Count == 0)
            {
                _watched.Remove(instanceId);
            }
        }
    }

    private sealed class Watched
    {
        public Pulse Pulse { get; } = new();

        public int Count { get; set; }
    }
}
