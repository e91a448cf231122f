using System.Collections.Concurrent;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Pub/sub that keeps nothing: what is published goes once to every instance, of every subscribed app, that is up at this moment. What Kafka does
/// with a consumer group per instance and <c>initialOffset: newest</c>.
/// </summary>
internal sealed class Broadcast(AppDirectory apps, DeliveryAttempt attempt, ILogger<Broadcast> logger, TimeProvider time) : ProcessTask
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<SubscriptionSpec>> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BroadcastLane[]> _lanes = apps.All.ToDictionary(
        app => app.Id,
        app => app.Instances.Select(instance => new BroadcastLane(app.Id, instance, attempt, logger)).ToArray(),
        StringComparer.Ordinal);

    private long _position;

    public IReadOnlyList<SubscriptionSpec> Of(string appId) => _wanted.GetValueOrDefault(appId, []);

    public void Apply(string appId, IReadOnlyList<SubscriptionSpec> wanted) => _wanted[appId] = wanted;

    /// <summary>Returns at once: a subscriber that is slow or gone holds up no other.</summary>
    public void Publish(NewMessage message)
    {
        var sent = new StoredMessage(message with { Partition = 0 }, Interlocked.Increment(ref _position), time.GetUtcNow());
        foreach (var (appId, wanted) in _wanted)
        {
            if (wanted.FirstOrDefault(spec => spec.PubSub == sent.PubSub && spec.Topic == sent.Topic) is { } spec)
            {
                Array.ForEach(_lanes[appId], lane => lane.Offer(sent, spec));
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_lanes.Values.SelectMany(lanes => lanes).Select(lane => lane.RunAsync(stoppingToken)));
}
