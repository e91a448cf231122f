using System.Threading.Channels;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The way of broadcast messages to one instance, in order. Each is tried once; when it cannot keep up, the oldest are dropped.</summary>
internal sealed class BroadcastLane(string appId, AppInstance instance, AppChannel channel, TimeProvider time, ILogger logger)
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
            await TryAsync(message, spec, address, stopping);
        }
    }

    private async Task TryAsync(StoredMessage message, SubscriptionSpec spec, Uri address, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(AnswerWithin);
        try
        {
            using var request = DeliveryRequest.For(message, address, spec, time.GetUtcNow());
            using var response = await channel.SendAsync(request, limit.Token);
            var answer = AppAnswer.Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token));
            if (answer.Verdict != Verdict.Done)
            {
                PubSubLog.NotBroadcast(logger, appId, message.Topic, message.Position, answer.Reason);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            PubSubLog.NotBroadcast(logger, appId, message.Topic, message.Position, e.Message);
        }
    }
}
