using System.Text;
using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Publishing over HTTP.</summary>
internal static class PublishEndpoints
{
    private const string MetadataPrefix = "metadata.";

    public static void MapPublishing(this WebApplication web)
    {
        var publisher = web.Services.GetRequiredService<Publisher>();
        web.MapPost("/v1.0/publish/{pubsub}/{**topic}", async (HttpContext context) =>
        {
            var body = await context.Request.ReadAllAsync(context.RequestAborted);
            await PublishAsync(publisher, context, [Request(context, body, context.Request.ContentType, Metadata(context))]);
        });
        web.MapPost("/v1.0/publish/bulk/{pubsub}/{**topic}", (HttpContext context) => PublishBulkAsync(publisher, context));
    }

    private static async Task PublishBulkAsync(Publisher publisher, HttpContext context)
    {
        var entries = await context.Request.ReadJsonAsync<List<BulkEntry>>(context.RequestAborted);
        if (entries.Any(e => string.IsNullOrEmpty(e.EntryId)) || entries.DistinctBy(e => e.EntryId).Count() < entries.Count)
        {
            throw ApiException.Malformed("every entry needs an entryId of its own");
        }

        var common = Metadata(context);
        await PublishAsync(
            publisher,
            context,
            [.. entries.Select(e => Request(context, e.Bytes(), e.ContentType, PublishRequest.Merge(e.Metadata ?? [], common)))]);
    }

    private static async Task PublishAsync(Publisher publisher, HttpContext context, IReadOnlyList<PublishRequest> requests)
    {
        await publisher.PublishAsync(context.AppId(), requests, TraceHeaders.Of(context.Request));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static PublishRequest Request(HttpContext context, byte[] data, string? contentType, Dictionary<string, string> metadata) =>
        new(context.Route("pubsub"), context.Route("topic"), data, contentType, metadata);

    private static Dictionary<string, string> Metadata(HttpContext context) => context.Request.Query
        .Where(q => q.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal))
        .ToDictionary(q => q.Key[MetadataPrefix.Length..], q => q.Value.ToString(), StringComparer.Ordinal);

    /// <summary>
    /// One message of a bulk publish. As daprd reads it: binary content comes as base64, JSON as a value, which is taken as it is written,
    /// and anything else as text.
    /// </summary>
    private sealed record BulkEntry(string? EntryId, JsonElement Event, string? ContentType, Dictionary<string, string>? Metadata)
    {
        public byte[] Bytes()
        {
            if (CloudEvent.IsBinary(ContentType))
            {
                return Event.ValueKind == JsonValueKind.String && Event.TryGetBytesFromBase64(out var bytes)
                    ? bytes
                    : throw ApiException.Malformed($"the event of entry {EntryId} is not base64");
            }

            return Encoding.UTF8.GetBytes(
                Event.ValueKind == JsonValueKind.String && !CloudEvent.IsJson(ContentType) ? Event.GetString()! : Event.GetRawText());
        }
    }
}
