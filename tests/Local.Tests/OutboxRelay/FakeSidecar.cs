using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.Local.Tests.OutboxRelay;

/// <summary>A message and the number of the request that it was part of.</summary>
internal sealed record Published(int Request, string Path, string? Raw, string? PartitionKey, string? ContentType, string? Token, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The aggregate's id in the message key.</summary>
    public string Key => JsonDocument.Parse(PartitionKey!).RootElement.GetProperty("aggregate_id").GetString()!;

    public JsonElement After => Json.GetProperty("after");

    public string Type => After.GetProperty("type").GetString()!;

    public string Op => Json.GetProperty("op").GetString()!;
}

/// <summary>The bulk publish endpoint of a sidecar: remembers everything, answers what the test wants.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private LocalServer _server = null!;
    private int _requests;

    /// <summary>Asked for each request with messages; a code refuses all of them.</summary>
    public Func<IReadOnlyList<Published>, int?> Refuses { get; set; } = _ => null;

    /// <summary>Asked for each message, before it is remembered; may wait.</summary>
    public Func<Published, Task<int>> Answer { get; set; } = _ => Task.FromResult(204);

    /// <summary>Everything asked for, acknowledged or not.</summary>
    public ConcurrentQueue<Published> Asked { get; } = new();

    /// <summary>What was acknowledged.</summary>
    public Arrivals<Published> Acknowledged { get; } = new();

    public string Url => _server.Url;

    public static async Task<FakeSidecar> StartAsync()
    {
        var sidecar = new FakeSidecar();
        sidecar._server = await LocalServer.StartAsync(app => app.MapPost("/v1.0/publish/bulk/{pubsub}/{topic}", sidecar.PublishAsync));
        return sidecar;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IResult> PublishAsync(HttpRequest request)
    {
        var number = Interlocked.Increment(ref _requests);
        var entries = (await request.ReadFromJsonAsync<JsonElement>()).EnumerateArray()
            .Select(entry => (Id: entry.GetProperty("entryId").GetString(), Published: Read(entry, number, request))).ToList();
        entries.ForEach(entry => Asked.Enqueue(entry.Published));
        if (Refuses([.. entries.Select(entry => entry.Published)]) is { } code)
        {
            return Results.StatusCode(code);
        }

        var answers = await Task.WhenAll(entries.Select(async entry => (entry.Id, IsPublished: await IsPublishedAsync(entry.Published))));
        var failed = answers.Where(answer => !answer.IsPublished).Select(answer => new { entryId = answer.Id, error = "refused" }).ToList();
        return failed.Count == 0
            ? Results.NoContent()
            : Results.Json(new { failedEntries = failed, errorCode = "ERR_PUBSUB_PUBLISH_MESSAGE" }, statusCode: 500);
    }

    private async Task<bool> IsPublishedAsync(Published published)
    {
        if (await Answer(published) >= 300)
        {
            return false;
        }

        Acknowledged.Add(published);
        return true;
    }

    private static Published Read(JsonElement entry, int number, HttpRequest request) => new(
        number,
        request.Path,
        request.Query["metadata.rawPayload"],
        entry.GetProperty("metadata").GetProperty("partitionKey").GetString(),
        entry.GetProperty("contentType").GetString(),
        request.Headers["dapr-api-token"],
        entry.GetProperty("event").GetString()!);
}
