using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>One attempt to hand one message to one app.</summary>
internal sealed class Delivery(App app, AppChannel channel, SubscriptionSpec subscription, InboundPolicy policy, TimeProvider time)
{
    public async Task<Answer> TryAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        if (!subscription.IsRaw)
        {
            var payload = Payload.Inspect(message.Data);
            if (!payload.IsObject)
            {
                return new(Verdict.Failed, "the payload is not a JSON object and the subscription is not raw");
            }

            if (payload.Expiration < time.GetUtcNow())
            {
                return new(Verdict.Done, "expired");
            }
        }

        var address = await app.PickUpAsync(cancellationToken);
        return await SendAsync(message, address, cancellationToken);
    }

    private async Task<Answer> SendAsync(StoredMessage message, Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(policy.Timeout ?? Timeout.InfiniteTimeSpan);
        try
        {
            using var request = DeliveryRequest.For(message, address, subscription, time.GetUtcNow());
            using var response = await channel.SendAsync(request, limit.Token);
            return AppAnswer.Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(Verdict.Failed, $"it did not answer within {policy.Timeout}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new(await Liveness.ListensAsync(address, cancellationToken) ? Verdict.Failed : Verdict.Unreachable, e.Message);
        }
    }
}
