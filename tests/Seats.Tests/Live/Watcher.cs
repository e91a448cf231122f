using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TicketBooking.Seats.Tests.Live;

/// <summary>An app that listens to the live feed, as an instance of the gateway does.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    private Watcher(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Called with each message before it is acknowledged.</summary>
    public Func<JsonElement, Task> OnMessage { get; set; } = _ => Task.CompletedTask;

    public static async Task<Watcher> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var watcher = new Watcher(builder.Build());
        watcher._app.MapGet("/dapr/subscribe", () => new[] { new { pubsubname = "livefeed", topic = "seat-changes", route = "/hear" } });
        watcher._app.MapPost("/hear", watcher.HearAsync);
        await watcher._app.StartAsync();
        return watcher;
    }

    /// <summary>The next message's data, as it was written.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _heard.Reader.ReadAsync(patience.Token);
    }

    public bool TryTake(out string? message) => _heard.Reader.TryRead(out message);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        var envelope = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        await OnMessage(envelope.GetProperty("data"));
        _heard.Writer.TryWrite(envelope.GetProperty("data").GetRawText());
    }
}
