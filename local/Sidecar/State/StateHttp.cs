using System.Text.Json;
using System.Text.Json.Serialization;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.State;

/// <summary>The state API over HTTP.</summary>
internal sealed class StateHttp(StateStore state)
{
    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1.0/state/{store}", [HttpMethods.Post, HttpMethods.Put], SaveAsync);
        routes.MapMethods("/v1.0/state/{store}/bulk", [HttpMethods.Post, HttpMethods.Put], GetManyAsync);
        routes.MapMethods("/v1.0/state/{store}/transaction", [HttpMethods.Post, HttpMethods.Put], TransactAsync);
        routes.MapGet("/v1.0/state/{store}/{key}", context => GetAsync(context));
        routes.MapDelete("/v1.0/state/{store}/{key}", DeleteAsync);
    }

    private async Task SaveAsync(HttpContext context)
    {
        var items = await context.Request.ReadJsonAsync<List<StateDocument>>(context.RequestAborted);
        await state.WriteAsync(context.Route("store"), items.Select(i => i.ToUpsert()), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task GetAsync(HttpContext context)
    {
        var value = await state.GetAsync(context.Route("store"), context.Route("key"), context.RequestAborted);
        if (value is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.ETag = value.ETag;
        await context.Response.Body.WriteAsync(value.Value, context.RequestAborted);
    }

    private async Task GetManyAsync(HttpContext context)
    {
        var call = await context.Request.ReadJsonAsync<BulkCall>(context.RequestAborted);
        var found = (await state.GetAsync(context.Route("store"), call.Keys, context.RequestAborted)).ToDictionary(v => v.Key, StringComparer.Ordinal);
        await context.Response.WriteAsJsonAsync(call.Keys.Select(k => BulkItem.From(k, found.GetValueOrDefault(k))), context.RequestAborted);
    }

    private async Task TransactAsync(HttpContext context)
    {
        var call = await context.Request.ReadJsonAsync<TransactionCall>(context.RequestAborted);
        await state.WriteAsync(context.Route("store"), call.Operations.Select(ToWrite), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var concurrency = StateDocument.ReadConcurrency(context.Request.Query["concurrency"]);
        await state.WriteAsync(
            context.Route("store"), [new(context.Route("key"), null, context.Request.Headers.IfMatch, concurrency, null)], context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static StateWrite ToWrite(Operation operation) => operation.Name switch
    {
        "upsert" => operation.Request.ToUpsert(),
        "delete" => operation.Request.ToDelete(),
        var other => throw ApiException.Malformed($"operation '{other}' is neither upsert nor delete"),
    };

    private sealed record BulkCall(IReadOnlyList<string> Keys);

    private sealed record TransactionCall(IReadOnlyList<Operation> Operations);

    private sealed record Operation([property: JsonPropertyName("operation")] string Name, StateDocument Request);

    private sealed record BulkItem(string Key, JsonElement? Data, string? Etag)
    {
        public static BulkItem From(string key, StateValue? value) =>
            new(key, value is null ? null : JsonSerializer.Deserialize<JsonElement>(value.Value), value?.ETag);
    }
}
