using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The publishing half: checks, wraps, appends.</summary>
internal sealed class Publisher(ComponentSet components, LogWriter writer, Broadcast broadcast, TimeProvider time)
{
    private const string KeyName = "__key";
    private static readonly string[] NotHeaders = ["rawPayload", "partitionKey", KeyName];

    /// <summary>Returns when the messages are committed, all of them; those of a broadcast are not kept.</summary>
    public async Task PublishAsync(string appId, IReadOnlyList<PublishRequest> requests, TraceHeaders trace)
    {
        var byKind = requests.ToLookup(r => components.PubSub(appId, r.PubSub).Type, r => ToMessage(appId, r, trace));
        if (byKind[Component.PubSubType].ToList() is { Count: > 0 } kept)
        {
            await writer.AppendAsync(kept);
        }

        byKind[Component.BroadcastType].ToList().ForEach(broadcast.Publish);
    }

    private NewMessage ToMessage(string appId, PublishRequest publish, TraceHeaders trace)
    {
        if (string.IsNullOrWhiteSpace(publish.Topic))
        {
            throw new ApiException(StatusCodes.Status404NotFound, StatusCode.InvalidArgument, "ERR_TOPIC_NAME_EMPTY", "topic is empty");
        }

        var key = publish.Metadata.GetValueOrDefault("partitionKey") ?? publish.Metadata.GetValueOrDefault(KeyName);
        return new(
            publish.PubSub,
            publish.Topic,
            Partitions.For(key),
            key,
            Headers(publish.Metadata),
            publish.IsRaw ? publish.Data : CloudEvent.Wrap(publish, appId, trace, time.GetUtcNow()));
    }

    private static Dictionary<string, string> Headers(IReadOnlyDictionary<string, string> metadata) => metadata
        .Where(m => !NotHeaders.Contains(m.Key) && !m.Key.StartsWith(CloudEvent.OverridePrefix, StringComparison.Ordinal))
        .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
}
