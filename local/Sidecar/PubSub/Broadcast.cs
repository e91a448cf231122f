using System.Collections.Concurrent;
using System.Threading.Channels;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Pub/sub that keeps nothing: what is published goes once to every instance, of every subscribed app, that is up at this moment. What Kafka does
/// with a consumer group per instance and <c>initialOffset: newest</c>. Each instance has its own lane; when it cannot keep up, the oldest are dropped.
/// </summary>
internal sealed class Broadcast(AppDirectory apps, DeliveryAttempt attempt, ILogger<Broadcast> logger, TimeProvider time) : ProcessTask
{
    private static readonly BoundedChannelOptions Lane = new(capacity: 1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IReadOnlyList<SubscriptionSpec>> _wanted = new(StringComparer.Ordinal);

    private readonly Dictionary<AppInstance, Channel<(StoredMessage Message, SubscriptionSpec Spec)>> _lanes =
        apps.All.SelectMany(app => app.Instances).ToDictionary(instance => instance, _ => Channel.CreateBounded<(StoredMessage, SubscriptionSpec)>(Lane));

    private long _position;

    public void Apply(string appId, IReadOnlyList<SubscriptionSpec> wanted) => _wanted[appId] = wanted;

    /// <summary>Returns at once: a subscriber that is slow or gone holds up no other.</summary>
    public void Publish(NewMessage message)
    {
        var sent = new StoredMessage(message with { Partition = 0 }, Interlocked.Increment(ref _position), time.GetUtcNow());
        foreach (var (instance, lane) in _lanes.Where(l => l.Key.IsUp))
        {
            var wanted = _wanted.GetValueOrDefault(instance.Sidecar.AppId, []);
            if (wanted.FirstOrDefault(spec => spec.PubSub == sent.PubSub && spec.Topic == sent.Topic) is { } spec)
            {
                lane.Writer.TryWrite((sent, spec));
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Select(l => RunAsync(l.Key, l.Value.Reader, stoppingToken)));

    private async Task RunAsync(AppInstance instance, ChannelReader<(StoredMessage Message, SubscriptionSpec Spec)> lane, CancellationToken stopping)
    {
        await foreach (var (message, spec) in lane.ReadAllAsync(stopping))
        {
            var answer = (await attempt.SendAsync(spec, [message], instance.Address!, AnswerWithin, stopping))[0];
            if (answer.Verdict != Verdict.Done)
            {
                PubSubLog.NotBroadcast(logger, instance.Sidecar.AppId, message, answer.Reason);
            }
        }
    }
}
