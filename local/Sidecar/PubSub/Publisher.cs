using TicketBooking.DaprWire;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The publishing half, for one app: checks, wraps, appends.</summary>
internal sealed class Publisher(string appId, ComponentSet components, LogWriter writer, Broadcast broadcast, TimeProvider time)
{
    private const string KeyName = "__key";
    private static readonly string[] NotHeaders = ["rawPayload", "ttlInSeconds", "partitionKey", KeyName, "partitionNumber"];

    /// <summary>Returns when the messages are committed, all of them; those of a broadcast are not kept.</summary>
    public async Task PublishAsync(IReadOnlyList<PublishRequest> requests, CancellationToken cancellationToken)
    {
        var messages = requests.Select(ToMessage).ToList();
        var kept = messages.FindAll(message => components.PubSub(appId, message.PubSub).Type == Component.PubSubType);
        if (kept.Count > 0)
        {
            await writer.AppendAsync(kept, cancellationToken);
        }

        messages.Except(kept).ToList().ForEach(broadcast.Publish);
    }

    private NewMessage ToMessage(PublishRequest publish)
    {
        components.PubSub(appId, publish.PubSub);
        if (string.IsNullOrWhiteSpace(publish.Topic))
        {
            throw new ApiException(StatusCodes.Status404NotFound, GrpcStatus.InvalidArgument, "ERR_TOPIC_NAME_EMPTY", "topic is empty");
        }

        RefuseNul(publish);
        var key = publish.Metadata.GetValueOrDefault("partitionKey") ?? publish.Metadata.GetValueOrDefault(KeyName);
        return new(
            publish.PubSub,
            publish.Topic,
            Partitions.For(key, publish.Metadata.GetValueOrDefault("partitionNumber")),
            key,
            Headers(publish.Metadata),
            publish.IsRaw ? publish.Data : CloudEvent.Wrap(publish, appId, time.GetUtcNow()));
    }

    // Postgres text cannot hold it, and messages of others share the transaction.
    private static void RefuseNul(PublishRequest publish)
    {
        if (publish.Metadata.SelectMany(m => new[] { m.Key, m.Value }).Append(publish.Topic).Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw ApiException.Malformed("topic and metadata must not contain NUL");
        }
    }

    private static Dictionary<string, string> Headers(IReadOnlyDictionary<string, string> metadata) => metadata
        .Where(m => !NotHeaders.Contains(m.Key) && !m.Key.StartsWith("cloudevent.", StringComparison.Ordinal))
        .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
}
