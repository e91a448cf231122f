using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Which subscriptions run: for every app what it said last. They go on while the app is down, and wait for it.</summary>
internal sealed class Subscriptions(
    MessageLog log, LogWriter writer, OffsetBook book, AppChannel channel, Resiliency resiliency, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Dictionary<string, List<Subscription>> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);

    public IReadOnlyList<SubscriptionSpec> Of(string appId)
    {
        lock (_running)
        {
            return _running.TryGetValue(appId, out var running) ? [.. running.Select(s => s.Spec)] : [];
        }
    }

    /// <summary>Starts what is new, stops what is gone, leaves the rest alone.</summary>
    public async Task ApplyAsync(App app, IReadOnlyList<SubscriptionSpec> wanted, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var have = Of(app.Id);
            if (have.ToHashSet().SetEquals(wanted))
            {
                return;
            }

            var kept = await StopAllButAsync(app.Id, wanted);
            foreach (var spec in wanted.Except(have))
            {
                kept.Add(await StartAsync(app, spec, cancellationToken));
            }

            Replace(app.Id, kept);
            PubSubLog.Subscribed(logger, app.Id, wanted.Count);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Values.SelectMany(all => all).Select(s => s.DisposeAsync().AsTask()));
        _changing.Dispose();
    }

    private async Task<List<Subscription>> StopAllButAsync(string appId, IReadOnlyList<SubscriptionSpec> wanted)
    {
        List<Subscription> all;
        lock (_running)
        {
            all = _running.GetValueOrDefault(appId) ?? [];
        }

        var gone = all.Where(s => !wanted.Contains(s.Spec)).ToList();
        await Task.WhenAll(gone.Select(s => s.DisposeAsync().AsTask()));
        var kept = all.Except(gone).ToList();
        Replace(appId, kept);
        return [.. kept];
    }

    private void Replace(string appId, List<Subscription> running)
    {
        lock (_running)
        {
            _running[appId] = running;
        }
    }

    private async Task<Subscription> StartAsync(App app, SubscriptionSpec spec, CancellationToken cancellationToken)
    {
        var policy = resiliency.Inbound(spec.PubSub);
        var offsets = await book.OpenAsync(spec.PubSub, spec.Topic, app.Id, cancellationToken);
        var delivery = new Delivery(app, channel, spec, policy, time);
        var loop = new DeliveryLoop(app.Id, delivery, spec, policy.Retry, writer, logger);
        return new(spec, Enumerable.Range(0, Partitions.Count).Select(p => new PartitionPump(log, book, offsets, (short)p, loop, logger)));
    }
}
