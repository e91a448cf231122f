using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TicketBooking.Sidecar.Hosting;
using Concurrency = TicketBooking.Sidecar.Wire.StateConcurrency;

namespace TicketBooking.Sidecar.State;

/// <summary>The state API over HTTP.</summary>
internal static class StateEndpoints
{
    private static readonly string[] Writing = [HttpMethods.Post, HttpMethods.Put];

    public static void MapState(this WebApplication web)
    {
        var state = web.Services.GetRequiredService<StateStore>();
        web.MapMethods("/v1.0/state/{store}", Writing, async (HttpContext context) =>
        {
            var items = await context.Request.ReadJsonAsync<List<Item>>(context.RequestAborted);
            await WriteAsync(state, context, items.Select(i => i.ToUpsert()));
        });
        web.MapMethods("/v1.0/state/{store}/transaction", Writing, async (HttpContext context) =>
        {
            var call = await context.Request.ReadJsonAsync<TransactionCall>(context.RequestAborted);
            await WriteAsync(state, context, call.Operations.Select(o => StateWrite.Of(o.Name, o.Request.ToUpsert, o.Request.ToDelete)));
        });
        web.MapDelete("/v1.0/state/{store}/{key}", (HttpContext context) => WriteAsync(
            state,
            context,
            [new(context.Route("key"), null, context.Request.Headers.IfMatch, ReadConcurrency(context.Request.Query["concurrency"]), null)]));
        web.MapMethods("/v1.0/state/{store}/bulk", Writing, async (HttpContext context) =>
        {
            var call = await context.Request.ReadJsonAsync<BulkCall>(context.RequestAborted);
            var found = await state.GetAsync(context.AppId(), context.Route("store"), call.Keys, context.RequestAborted);
            return call.Keys.Select(key => BulkItem.From(key, found.GetValueOrDefault(key)));
        });
        web.MapGet("/v1.0/state/{store}/{key}", (HttpContext context) => GetAsync(state, context));
    }

    private static async Task GetAsync(StateStore state, HttpContext context)
    {
        if (await state.GetAsync(context.AppId(), context.Route("store"), context.Route("key"), context.RequestAborted) is not { } value)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.ETag = value.ETag;
        await context.Response.Body.WriteAsync(value.Bytes.Memory, context.RequestAborted);
    }

    private static async Task WriteAsync(StateStore state, HttpContext context, IEnumerable<StateWrite> writes)
    {
        await state.WriteAsync(context.AppId(), context.Route("store"), writes, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Concurrency ReadConcurrency(string? text) => text switch
    {
        null or "" => Concurrency.Unspecified,
        "first-write" => Concurrency.FirstWrite,
        "last-write" => Concurrency.LastWrite,
        _ => throw ApiException.Malformed($"concurrency '{text}' is neither first-write nor last-write"),
    };

    private sealed record Item(string? Key, JsonElement Value, string? ETag, Choice? Options, Dictionary<string, string>? Metadata)
    {
        public StateWrite ToUpsert() => ToDelete() with
        {
            Value = Encoding.UTF8.GetBytes(Value.ValueKind == JsonValueKind.Undefined ? "null" : Value.GetRawText()),
            TimeToLiveSeconds = StateWrite.ReadTimeToLive(Metadata),
        };

        public StateWrite ToDelete() => new(Key ?? string.Empty, null, ETag, ReadConcurrency(Options?.Concurrency), null);
    }

    private sealed record Choice(string? Concurrency);

    private sealed record TransactionCall(IReadOnlyList<Operation> Operations);

    private sealed record Operation([property: JsonPropertyName("operation")] string Name, Item Request);

    private sealed record BulkCall(IReadOnlyList<string> Keys);

    private sealed record BulkItem(string Key, JsonElement? Data, string? Etag)
    {
        public static BulkItem From(string key, StateValue? value) =>
            new(key, value is null ? null : JsonSerializer.Deserialize<JsonElement>(value.Bytes.Span), value?.ETag);
    }
}
