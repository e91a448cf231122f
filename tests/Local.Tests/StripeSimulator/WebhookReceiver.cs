using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TicketBooking.StripeSimulator.Tests;

internal sealed record Received(byte[] Body, string Signature)
{
    private JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Id => Json.GetProperty("id").GetString()!;

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Subject => Json.GetProperty("data").GetProperty("object");
}

/// <summary>Takes webhooks as the booking service would, answering what the test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly WebApplication _app;

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/webhook", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var status = NextStatus();
            await _received.Writer.WriteAsync(new Received(body.ToArray(), request.Headers["Stripe-Signature"].ToString()));
            return Results.StatusCode(status);
        });
    }

    /// <summary>Asked for each delivery.</summary>
    public Func<int> NextStatus { get; set; } = () => 200;

    public string Url => _app.Urls.Single() + "/webhook";

    public static async Task<WebhookReceiver> Start()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async Task<Received> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public async Task<List<Received>> Next(int count)
    {
        var all = new List<Received>();
        while (all.Count < count)
        {
            all.Add(await Next());
        }

        return all;
    }

    public bool HasMore => _received.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
