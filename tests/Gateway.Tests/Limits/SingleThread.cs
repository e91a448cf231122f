namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>Runs continuations one after the other when told to, so that a test decides what happens in which order.</summary>
internal sealed class SingleThread : SynchronizationContext
{
    private readonly Queue<Action> _work = [];

    public override void Post(SendOrPostCallback d, object? state) => _work.Enqueue(() => d(state));

    /// <summary>Runs something with this as the current context, and whatever comes of it.</summary>
    public void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (_work.TryDequeue(out var next))
            {
                next();
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
