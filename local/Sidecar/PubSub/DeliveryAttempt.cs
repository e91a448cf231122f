using System.Text.Json;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>One attempt to hand messages to an app, in one request.</summary>
internal sealed class DeliveryAttempt(AppChannel channel, TimeProvider time)
{
    private static readonly Answer Unreadable = new(Verdict.Failed, "the payload is not a JSON object and the subscription is not raw");

    /// <summary>An answer for each message. One that the app could not read is not sent.</summary>
    public async Task<IReadOnlyList<Answer>> TryAsync(
        App app, SubscriptionSpec spec, IReadOnlyList<StoredMessage> messages, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var sent = messages.Where(m => spec.IsRaw || IsReadable(m.Data)).ToList();
        if (sent.Count == 0)
        {
            return [.. messages.Select(_ => Unreadable)];
        }

        var answers = sent.Zip(await SendAsync(spec, sent, await app.PickUpAsync(cancellationToken), timeout, cancellationToken)).ToDictionary();
        return [.. messages.Select(m => answers.GetValueOrDefault(m, Unreadable))];
    }

    // An object, or the null of a tombstone.
    private static bool IsReadable(byte[] data) => JsonBytes.TryParse(data)?.ValueKind is JsonValueKind.Object or JsonValueKind.Null;

    public async Task<IReadOnlyList<Answer>> SendAsync(
        SubscriptionSpec spec, IReadOnlyList<StoredMessage> messages, Uri address, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
        try
        {
            var now = time.GetUtcNow();
            using var request = spec.Bulk is null ? DeliveryRequest.Single(messages[0], address, spec, now) : DeliveryRequest.Bulk(messages, address, spec, now);
            using var response = await channel.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return spec.Bulk is null ? [AppAnswer.Read(response.StatusCode, body)] : AppAnswer.ReadMany(response.StatusCode, body, messages.Count);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Same(new(Verdict.Failed, $"it did not answer within {timeout}"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Same(new(await AppInstance.ListensAsync(address, cancellationToken) ? Verdict.Failed : Verdict.Unreachable, e.Message));
        }

        IReadOnlyList<Answer> Same(Answer answer) => [.. messages.Select(_ => answer)];
    }
}
