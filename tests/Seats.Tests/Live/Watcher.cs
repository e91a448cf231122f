using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Seats.Tests.Live;

/// <summary>An app that listens to the live feed, as an instance of the gateway does.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private LocalServer _server = null!;

    public int Port => _server.Port;

    /// <summary>The data of each message, as it was written.</summary>
    public Arrivals<string> Heard { get; } = new();

    public static async Task<Watcher> StartAsync()
    {
        var watcher = new Watcher();
        watcher._server = await LocalServer.StartAsync(app =>
        {
            app.MapGet("/dapr/subscribe", () => new[] { new { pubsubname = "livefeed", topic = "seat-changes", route = "/hear" } });
            app.MapPost("/hear", watcher.HearAsync);
        });
        return watcher;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        var envelope = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        Heard.Add(envelope.GetProperty("data").GetRawText());
    }
}
