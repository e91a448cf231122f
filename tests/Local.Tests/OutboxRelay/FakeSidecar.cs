using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Local.Tests.OutboxRelay;

internal sealed record Published(string Path, string? Raw, string? PartitionKey, string? ContentType, string? Token, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The aggregate's id in the message key.</summary>
    public string Key => JsonDocument.Parse(PartitionKey!).RootElement.GetProperty("aggregate_id").GetString()!;

    public JsonElement After => Json.GetProperty("after");

    public string Type => After.GetProperty("type").GetString()!;

    public string Op => Json.GetProperty("op").GetString()!;
}

/// <summary>The publish endpoint of a sidecar: remembers everything, answers what the test wants.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private LocalServer _server = null!;

    /// <summary>Asked for each publish, before it is remembered; may wait.</summary>
    public Func<Published, Task<int>> Answer { get; set; } = _ => Task.FromResult(204);

    /// <summary>Everything asked for, acknowledged or not.</summary>
    public ConcurrentQueue<Published> Asked { get; } = new();

    /// <summary>What was acknowledged.</summary>
    public Arrivals<Published> Acknowledged { get; } = new();

    public string Url => _server.Url;

    public static async Task<FakeSidecar> StartAsync()
    {
        var sidecar = new FakeSidecar();
        sidecar._server = await LocalServer.StartAsync(app => app.MapPost("/v1.0/publish/{**topic}", sidecar.PublishAsync));
        return sidecar;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> PublishAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var published = new Published(
            request.Path, request.Query["metadata.rawPayload"], request.Query["metadata.partitionKey"], request.ContentType,
            request.Headers["dapr-api-token"], await reader.ReadToEndAsync());
        Asked.Enqueue(published);
        var status = await Answer(published);
        if (status < 300)
        {
            Acknowledged.Add(published);
        }

        return Results.StatusCode(status);
    }
}
