using System.Net.Mime;
using System.Text.Json;
using Google.Protobuf;
using TicketBooking.DaprWire;
using Wire = TicketBooking.DaprWire.Runtime;

namespace Dapr.Client;

public sealed partial class DaprClient
{
    /// <summary>Publishes <paramref name="data"/> as JSON: <c>PublishEvent</c>. The sidecar wraps it in a CloudEvent.</summary>
    /// <exception cref="DaprException">The sidecar or the broker refused.</exception>
    public Task PublishEventAsync<TData>(string pubsubName, string topicName, TData data, CancellationToken cancellationToken = default) =>
        PublishAsync(pubsubName, topicName, ToJson(data), MediaTypeNames.Application.Json, null, cancellationToken);

    /// <summary>
    /// As above; <paramref name="metadata"/> is for the component (<c>rawPayload</c>, <c>ttlInSeconds</c>, <c>partitionKey</c>…).
    /// </summary>
    /// <exception cref="DaprException">The sidecar or the broker refused.</exception>
    public Task PublishEventAsync<TData>(
        string pubsubName, string topicName, TData data, Dictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return PublishAsync(pubsubName, topicName, ToJson(data), MediaTypeNames.Application.Json, metadata, cancellationToken);
    }

    /// <summary>Publishes a message without data: <c>PublishEvent</c>.</summary>
    /// <exception cref="DaprException">The sidecar or the broker refused.</exception>
    public Task PublishEventAsync(string pubsubName, string topicName, CancellationToken cancellationToken = default) =>
        PublishAsync(pubsubName, topicName, null, null, null, cancellationToken);

    /// <summary>Publishes a message without data, with metadata for the component: <c>PublishEvent</c>.</summary>
    /// <exception cref="DaprException">The sidecar or the broker refused.</exception>
    public Task PublishEventAsync(
        string pubsubName, string topicName, Dictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return PublishAsync(pubsubName, topicName, null, null, metadata, cancellationToken);
    }

    /// <summary>Publishes bytes as they are: <c>PublishEvent</c>.</summary>
    /// <exception cref="DaprException">The sidecar or the broker refused.</exception>
    public Task PublishByteEventAsync(
        string pubsubName,
        string topicName,
        ReadOnlyMemory<byte> data,
        string dataContentType = MediaTypeNames.Application.Json,
        Dictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        PublishAsync(pubsubName, topicName, ByteString.CopyFrom(data.Span), dataContentType, metadata, cancellationToken);

    private async Task PublishAsync(
        string pubsubName,
        string topicName,
        ByteString? data,
        string? contentType,
        Dictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        var request = new Wire.PublishEventRequest { PubsubName = pubsubName, Topic = topicName };
        if (data is not null)
        {
            request.Data = data;
            request.DataContentType = contentType;
        }

        request.Metadata.Add(metadata ?? []);
        await CallAsync("Publish", DaprMethods.PublishEvent, request, cancellationToken);
    }

    private ByteString ToJson<T>(T data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions));
    }
}
