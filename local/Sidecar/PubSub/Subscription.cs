namespace TicketBooking.Sidecar.PubSub;

/// <summary>A running subscription: one pump per partition.</summary>
internal sealed class Subscription : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pumps;

    public Subscription(SubscriptionSpec spec, IEnumerable<PartitionPump> pumps)
    {
        Spec = spec;
        _pumps = Task.WhenAll(pumps.Select(p => Task.Run(() => p.RunAsync(_stop.Token))));
    }

    public SubscriptionSpec Spec { get; }

    /// <summary>Returns when no delivery of it is under way any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pumps;
        _stop.Dispose();
    }
}
