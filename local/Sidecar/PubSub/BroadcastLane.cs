using System.Threading.Channels;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The way of broadcast messages to one instance, in order. Each is tried once; when it cannot keep up, the oldest are dropped.</summary>
internal sealed class BroadcastLane(string appId, AppInstance instance, DeliveryAttempt attempt, ILogger logger)
{
    private const int MostWaiting = 1024;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly Channel<(StoredMessage Message, SubscriptionSpec Spec, Uri Address)> _waiting = Channel.CreateBounded<(StoredMessage, SubscriptionSpec, Uri)>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Offer(StoredMessage message, SubscriptionSpec spec)
    {
        if (instance.IsUp && instance.Address is { } address)
        {
            _waiting.Writer.TryWrite((message, spec, address));
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var (message, spec, address) in _waiting.Reader.ReadAllAsync(stopping))
        {
            var answer = (await attempt.SendAsync(spec, [message], address, AnswerWithin, stopping))[0];
            if (answer.Verdict != Verdict.Done)
            {
                PubSubLog.NotBroadcast(logger, appId, message, answer.Reason);
            }
        }
    }
}
