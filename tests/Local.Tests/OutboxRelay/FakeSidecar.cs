using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TicketBooking.OutboxRelay.Tests;

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
    private readonly Channel<Published> _published = Channel.CreateUnbounded<Published>();
    private readonly WebApplication _app;

    private FakeSidecar()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1.0/publish/{**topic}", Publish);
    }

    /// <summary>Asked for each publish, before it is remembered; may wait.</summary>
    public Func<Published, Task<int>> Answer { get; set; } = _ => Task.FromResult(204);

    /// <summary>Everything asked for, acknowledged or not.</summary>
    public ConcurrentQueue<Published> Asked { get; } = new();

    public string Url => _app.Urls.Single();

    public static async Task<FakeSidecar> Start()
    {
        var sidecar = new FakeSidecar();
        await sidecar._app.StartAsync();
        return sidecar;
    }

    /// <summary>The next one that was acknowledged.</summary>
    public async Task<Published> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _published.Reader.ReadAsync(patience.Token);
    }

    public async Task<List<Published>> Next(int count)
    {
        var all = new List<Published>();
        while (all.Count < count)
        {
            all.Add(await Next());
        }

        return all;
    }

    public bool HasMore => _published.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> Publish(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var published = new Published(
            request.Path, request.Query["metadata.rawPayload"], request.Query["metadata.partitionKey"], request.ContentType,
            request.Headers["dapr-api-token"], await reader.ReadToEndAsync());
        Asked.Enqueue(published);
        var status = await Answer(published);
        if (status < 300)
        {
            await _published.Writer.WriteAsync(published);
        }

        return Results.StatusCode(status);
    }
}
