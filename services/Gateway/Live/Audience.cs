namespace TicketBooking.Gateway.Live;

/// <summary>The listeners of one event. Not for several threads: its hub guards it.</summary>
internal sealed class Audience(LiveMetrics metrics)
{
    private readonly HashSet<Listener> _listeners = [];

    public bool IsEmpty => _listeners.Count == 0;

    public void Add(Listener listener) => _listeners.Add(listener);

    public void Remove(Listener listener) => _listeners.Remove(listener);

    /// <summary>Gives a frame to everybody. Who has no room for it is put out: it comes back with the last id it has seen.</summary>
    public void Tell(ReadOnlyMemory<byte> frame)
    {
        List<Listener>? slow = null;
        foreach (var listener in _listeners)
        {
            if (!listener.Offer(frame))
            {
                (slow ??= []).Add(listener);
            }
        }

        slow?.ForEach(PutOut);
    }

    public void End()
    {
        foreach (var listener in _listeners)
        {
            listener.End();
        }

        _listeners.Clear();
    }

    private void PutOut(Listener listener)
    {
        _listeners.Remove(listener);
        metrics.SlowReader();
        listener.CutOff();
    }
}
