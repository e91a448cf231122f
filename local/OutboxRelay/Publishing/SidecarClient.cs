using System.Net.Http.Headers;
using System.Numerics;
using Microsoft.Extensions.Options;
using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>Publishes through the sidecar's HTTP API, and does not give up.</summary>
internal sealed partial class SidecarClient(IOptions<RelayOptions> options, TimeProvider clock, ILogger<SidecarClient> logger) : IDisposable
{
    private const int Concurrency = 32;
    private readonly SemaphoreSlim _turns = new(Concurrency);
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = options.Value.Sidecar,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Returns when the sidecar has acknowledged the message; only cancelling ends the attempts.</summary>
    public async Task PublishAsync(string topic, Message message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; await TryPublishAsync(topic, message, cancellationToken) is { } refusal; attempt++)
        {
            if (BitOperations.IsPow2(attempt))
            {
                LogWaiting(topic, message.Key, options.Value.Sidecar!, attempt, refusal);
            }

            await Task.Delay(options.Value.PauseAfter(attempt), clock, cancellationToken);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    /// <summary>Null when it was acknowledged, else why not.</summary>
    private async Task<string?> TryPublishAsync(string topic, Message message, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using var request = Request(topic, message);
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"answer {(int)response.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return failure.Message;
        }
        finally
        {
            _turns.Release();
        }
    }

    private HttpRequestMessage Request(string topic, Message message)
    {
        var metadata = $"metadata.rawPayload=true&metadata.partitionKey={Uri.EscapeDataString(message.Key)}";
        var path = $"/v1.0/publish/{options.Value.PubSub}/{topic}?{metadata}";
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (!string.IsNullOrEmpty(options.Value.ApiToken))
        {
            request.Headers.Add("dapr-api-token", options.Value.ApiToken);
        }

        return request;
    }

    [LoggerMessage(6111, LogLevel.Warning, "Waiting to publish to {Topic} (key {Key}) through {Sidecar}, attempt {Attempt} failed: {Reason}")]
    private partial void LogWaiting(string topic, string key, Uri sidecar, int attempt, string reason);
}
