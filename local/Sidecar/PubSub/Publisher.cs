using Grpc.Core;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The publishing half: checks, wraps, appends.</summary>
internal sealed class Publisher(ComponentSet components, LogWriter writer, Broadcast broadcast, TimeProvider time)
{
    private const string KeyName = "__key";
    private static readonly string[] NotHeaders = ["rawPayload", "ttlInSeconds", "partitionKey", KeyName, "partitionNumber"];

    /// <summary>Returns when the messages are committed, all of them; those of a broadcast are not kept.</summary>
    public async Task PublishAsync(string appId, IReadOnlyList<PublishRequest> requests, TraceHeaders trace, CancellationToken cancellationToken)
    {
        var byKind = requests.ToLookup(r => components.PubSub(appId, r.PubSub).Type, r => ToMessage(appId, r, trace));
        if (byKind[Component.PubSubType].ToList() is { Count: > 0 } kept)
        {
            await writer.AppendAsync(kept, cancellationToken);
        }

        byKind[Component.BroadcastType].ToList().ForEach(broadcast.Publish);
    }

    private NewMessage ToMessage(string appId, PublishRequest publish, TraceHeaders trace)
    {
        if (string.IsNullOrWhiteSpace(publish.Topic))
        {
            throw new ApiException(StatusCodes.Status404NotFound, StatusCode.InvalidArgument, "ERR_TOPIC_NAME_EMPTY", "topic is empty");
        }

        // Postgres text cannot hold it, and messages of others share the transaction.
        if (publish.Metadata.SelectMany(m => new[] { m.Key, m.Value }).Append(publish.Topic).Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw ApiException.Malformed("topic and metadata must not contain NUL");
        }

        var key = publish.Metadata.GetValueOrDefault("partitionKey") ?? publish.Metadata.GetValueOrDefault(KeyName);
        return new(
            publish.PubSub,
            publish.Topic,
            Partitions.For(key, publish.Metadata.GetValueOrDefault("partitionNumber")),
            key,
            Headers(publish.Metadata),
            publish.IsRaw ? publish.Data : CloudEvent.Wrap(publish, appId, trace, time.GetUtcNow()));
    }

    private static Dictionary<string, string> Headers(IReadOnlyDictionary<string, string> metadata) => metadata
        .Where(m => !NotHeaders.Contains(m.Key) && !m.Key.StartsWith(CloudEvent.OverridePrefix, StringComparison.Ordinal))
        .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
}
