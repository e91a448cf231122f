using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.MessageBenchmark;

/// <summary>A subscriber that counts what it gets and is done with it.</summary>
internal sealed class CountingApp : IAsyncDisposable
{
    public const string Topic = "event.public.tbl_test_outbox";

    private LocalServer _server = null!;
    private int _messages;
    private int _deliveries;

    public int Port => _server.Port;

    public int Messages => Volatile.Read(ref _messages);

    public int Deliveries => Volatile.Read(ref _deliveries);

    public static async Task<CountingApp> StartAsync(bool bulk)
    {
        var app = new CountingApp();
        var subscription = new
        {
            pubsubname = "pubsub",
            topic = Topic,
            route = "on",
            metadata = new { rawPayload = bulk ? "true" : "false" },
            bulkSubscribe = new { enabled = bulk, maxMessagesCount = 100, maxAwaitDurationMs = 40 },
        };
        app._server = await LocalServer.StartAsync(web =>
        {
            web.MapGet("/dapr/subscribe", () => new[] { subscription });
            web.MapPost("/on", app.CountAsync);
        });
        return app;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> CountAsync(HttpRequest request)
    {
        var body = await request.ReadFromJsonAsync<JsonElement>();
        Interlocked.Increment(ref _deliveries);
        if (!body.TryGetProperty("entries", out var entries))
        {
            Interlocked.Increment(ref _messages);
            return Results.Ok();
        }

        Interlocked.Add(ref _messages, entries.GetArrayLength());
        return Results.Json(new
        {
            statuses = entries.EnumerateArray().Select(entry => new { entryId = entry.GetProperty("entryId").GetString(), status = "SUCCESS" }),
        });
    }
}
