using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Runtime;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Publishing over HTTP and gRPC.</summary>
internal sealed class PublishEndpoints(Publisher publisher)
{
    private const string MetadataPrefix = "metadata.";

    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1.0/publish/{pubsub}/{**topic}", PublishAsync);
        routes.MapPost("/v1.0/publish/bulk/{pubsub}/{**topic}", PublishBulkAsync);
        routes.MapPost("/v1.0-alpha1/publish/bulk/{pubsub}/{**topic}", PublishBulkAsync);
    }

    public void MapGrpc(IEndpointRouteBuilder routes)
    {
        routes.MapApi(DaprMethods.PublishEvent, PublishEventAsync);
        routes.MapApi(DaprMethods.BulkPublishEvent, BulkPublishEventAsync);
        routes.MapApi(DaprMethods.BulkPublishEventAlpha1, BulkPublishEventAsync);
    }

    private async Task PublishAsync(HttpContext context)
    {
        var body = await context.Request.ReadAllAsync(context.RequestAborted);
        await publisher.PublishAsync([Request(context, body, context.Request.ContentType, [])], context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task PublishBulkAsync(HttpContext context)
    {
        var entries = await context.Request.ReadJsonAsync<List<BulkEntry>>(context.RequestAborted);
        if (entries.Any(e => string.IsNullOrEmpty(e.EntryId)) || entries.DistinctBy(e => e.EntryId).Count() < entries.Count)
        {
            throw ApiException.Malformed("every entry needs an entryId of its own");
        }

        await publisher.PublishAsync(
            [.. entries.Select(e => Request(context, e.Bytes(), e.ContentType, e.Metadata ?? []))], context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static PublishRequest Request(HttpContext context, byte[] data, string? contentType, Dictionary<string, string> own)
    {
        var metadata = context.Request.Query
            .Where(q => q.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            .ToDictionary(q => q.Key[MetadataPrefix.Length..], q => q.Value.ToString(), StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            metadata[name] = value;
        }

        return new(context.Route("pubsub"), context.Route("topic"), data, ContentType(contentType), metadata, TraceHeaders.Of(context.Request));
    }

    private async Task<Empty> PublishEventAsync(PublishEventRequest call, HttpContext context)
    {
        await publisher.PublishAsync(
            [new(call.PubsubName, call.Topic, call.Data.ToByteArray(), ContentType(call.DataContentType), call.Metadata.ToDictionary(), TraceHeaders.Of(context.Request))],
            context.RequestAborted);
        return new Empty();
    }

    private async Task<BulkPublishResponse> BulkPublishEventAsync(BulkPublishRequest call, HttpContext context)
    {
        await publisher.PublishAsync(
            [.. call.Entries.Select(e => new PublishRequest(
                call.PubsubName, call.Topic, e.Event.ToByteArray(), ContentType(e.ContentType), Merge(call.Metadata, e.Metadata), TraceHeaders.Of(context.Request)))],
            context.RequestAborted);
        return new BulkPublishResponse();
    }

    private static Dictionary<string, string> Merge(IDictionary<string, string> common, IDictionary<string, string> own) =>
        own.Concat(common).DistinctBy(m => m.Key).ToDictionary(StringComparer.Ordinal);

    private static string ContentType(string? given) => string.IsNullOrEmpty(given) ? "text/plain" : given;

    /// <summary>One message of a bulk publish: a JSON value is taken as it is written, a text without its quotes.</summary>
    private sealed record BulkEntry(string? EntryId, JsonElement Event, string? ContentType, Dictionary<string, string>? Metadata)
    {
        public byte[] Bytes() => Encoding.UTF8.GetBytes(Event.ValueKind == JsonValueKind.String ? Event.GetString()! : Event.GetRawText());
    }
}
