using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Local.Tests.StripeSimulator;

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
    private LocalServer _server = null!;

    /// <summary>Asked for each delivery.</summary>
    public Func<int> NextStatus { get; set; } = () => 200;

    public Arrivals<Received> Received { get; } = new();

    public string Url => _server.Url + "/webhook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver._server = await LocalServer.StartAsync(app => app.MapPost("/webhook", receiver.ReceiveAsync));
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var status = NextStatus();
        Received.Add(new Received(body.ToArray(), request.Headers["Stripe-Signature"].ToString()));
        return Results.StatusCode(status);
    }
}
