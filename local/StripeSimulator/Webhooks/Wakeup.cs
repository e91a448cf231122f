namespace TicketBooking.StripeSimulator.Webhooks;

/// <summary>Tells the background workers that the database has something new, so that none of them polls.</summary>
internal sealed class Wakeup
{
    private readonly Lock _gate = new();
    private readonly List<WakeupListener> _listeners = [];

    public void Signal()
    {
        lock (_gate)
        {
            _listeners.ForEach(listener => listener.Signal());
        }
    }

    public WakeupListener NewListener()
    {
        var listener = new WakeupListener();
        lock (_gate)
        {
            _listeners.Add(listener);
        }

        return listener;
    }
}
