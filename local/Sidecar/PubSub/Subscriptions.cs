using System.Collections.Concurrent;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Runs the subscriptions that each app named last. They go on while the app is down, and wait for it.</summary>
internal sealed class Subscriptions(
    MessageLog log, Deliveries deliveries, Broadcast broadcast, ComponentSet components, ILogger<Subscriptions> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Running>> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>Starts what is new, stops what is gone, leaves the rest alone. False when the database does not answer.</summary>
    public async Task<bool> TryApplyAsync(App app, IReadOnlyList<SubscriptionSpec> wanted, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var kept = wanted.Where(s => components.PubSub(app.Id, s.PubSub).Type == Component.PubSubType).ToList();
            broadcast.Apply(app.Id, [.. wanted.Except(kept)]);
            await ApplyAsync(app, kept, cancellationToken);
            return true;
        }
        catch (NpgsqlException e)
        {
            PubSubLog.NotApplied(logger, e, app.Id);
            return false;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Returns when no delivery is under way any more.</summary>
    public Task StopAsync() => Task.WhenAll(_running.Values.SelectMany(all => all).Select(s => s.StopAsync()));

    public void Dispose() => _changing.Dispose();

    private async Task ApplyAsync(App app, List<SubscriptionSpec> wanted, CancellationToken cancellationToken)
    {
        var have = _running.GetValueOrDefault(app.Id, []);
        if (have.Select(s => s.Spec).ToHashSet().SetEquals(wanted))
        {
            return;
        }

        List<Running> running = [.. have.Where(s => wanted.Contains(s.Spec))];
        await Task.WhenAll(have.Except(running).Select(s => s.StopAsync()));
        foreach (var spec in wanted.Except(running.Select(s => s.Spec)).ToList())
        {
            running.Add(await StartAsync(app, spec, cancellationToken));
        }

        _running[app.Id] = running;
        PubSubLog.Subscribed(logger, app.Id, wanted.Count);
    }

    private async Task<Running> StartAsync(App app, SubscriptionSpec spec, CancellationToken cancellationToken)
    {
        await log.OpenAsync(spec.PubSub, spec.Topic, app.Id, cancellationToken);
        var stop = new CancellationTokenSource();
        // In bulk the partitions go together: a delivery for each would be too small to save anything.
        var partitions = spec.Bulk is null ? Enumerable.Range(0, Partitions.Count).Select(number => (short?)number) : [null];
        var pumps = partitions.Select(partition => new Pump(log, deliveries, app, spec, new(spec.PubSub, spec.Topic, app.Id, partition), logger));
        return new(spec, stop, Task.WhenAll(pumps.Select(pump => Task.Run(() => pump.RunAsync(stop.Token), CancellationToken.None))));
    }

    /// <summary>A pump for each partition; in bulk one for all.</summary>
    private sealed record Running(SubscriptionSpec Spec, CancellationTokenSource Stop, Task Pumps)
    {
        public async Task StopAsync()
        {
            await Stop.CancelAsync();
            await Pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
