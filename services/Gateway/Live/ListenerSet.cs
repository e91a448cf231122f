namespace TicketBooking.Gateway.Live;

/// <summary>The listeners of one event. Not for several threads: its stream locks it.</summary>
internal sealed class ListenerSet(LiveMetrics metrics)
{
    private readonly HashSet<Listener> _listeners = [];

    public int Count => _listeners.Count;

    public void Add(Listener listener) => _listeners.Add(listener);

    public void Remove(Listener listener) => _listeners.Remove(listener);

    /// <summary>Queues a frame for every listener. Disconnects one whose queue is full: it comes back with the last id it has seen.</summary>
    public void Send(Frame frame)
    {
        List<Listener>? slow = null;
        foreach (var listener in _listeners)
        {
            if (!listener.TryQueue(frame))
            {
                (slow ??= []).Add(listener);
            }
        }

        slow?.ForEach(Disconnect);
    }

    /// <summary>Queues a snapshot for every listener in place of what waits.</summary>
    public void Replace(Frame snapshot)
    {
        foreach (var listener in _listeners)
        {
            listener.Replace(snapshot);
        }
    }

    /// <summary>Disconnects listeners that keep a large snapshot in memory up to this one.</summary>
    public void DisconnectReadersOf(int snapshot) => _listeners.Where(listener => listener.HoldsSnapshotUpTo(snapshot)).ToList().ForEach(Disconnect);

    public void Complete()
    {
        foreach (var listener in _listeners)
        {
            listener.Complete();
        }

        _listeners.Clear();
    }

    private void Disconnect(Listener listener)
    {
        _listeners.Remove(listener);
        metrics.SlowReader();
        listener.Abort();
    }
}
