using System.Text;
using System.Text.Json;
using Concurrency = TicketBooking.Sidecar.Wire.StateConcurrency;

namespace TicketBooking.Sidecar.State;

/// <summary>The state API over HTTP. Transactions and reading many at once are there over gRPC, where the SDKs ask for them.</summary>
internal static class StateEndpoints
{
    public static void MapState(this WebApplication web)
    {
        var state = web.Services.GetRequiredService<StateStore>();
        web.MapMethods("/v1.0/state/{store}", [HttpMethods.Post, HttpMethods.Put], async (HttpContext context) =>
        {
            var items = await context.Request.ReadJsonAsync<List<Item>>(context.RequestAborted);
            await WriteAsync(state, context, items.Select(i => i.ToUpsert()));
        });
        web.MapDelete("/v1.0/state/{store}/{key}", (HttpContext context) => WriteAsync(
            state,
            context,
            [new(context.Route("key"), null, context.Request.Headers.IfMatch, ReadConcurrency(context.Request.Query["concurrency"]), null)]));
        web.MapGet("/v1.0/state/{store}/{key}", (HttpContext context) => GetAsync(state, context));
    }

    private static async Task GetAsync(StateStore state, HttpContext context)
    {
        if ((await state.GetAsync(context.AppId(), context.Route("store"), [context.Route("key")], context.RequestAborted)).Values.SingleOrDefault() is not { } value)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.ETag = value.ETag;
        await context.Response.Body.WriteAsync(value.Bytes, context.RequestAborted);
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
        public StateWrite ToUpsert() => new(
            Key ?? string.Empty,
            Encoding.UTF8.GetBytes(Value.ValueKind == JsonValueKind.Undefined ? "null" : Value.GetRawText()),
            ETag,
            ReadConcurrency(Options?.Concurrency),
            StateWrite.ReadTimeToLive(Metadata));
    }

    private sealed record Choice(string? Concurrency);
}
