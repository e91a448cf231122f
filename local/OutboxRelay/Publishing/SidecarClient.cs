using System.Net.Http.Headers;
using System.Net.Mime;
using Microsoft.Extensions.Options;
using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>Publishes through the sidecar's HTTP API.</summary>
internal sealed class SidecarClient(IOptions<RelayOptions> options) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = options.Value.Sidecar,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Publishes the messages in one request; only cancelling throws.</summary>
    public async Task<BulkAnswer> PublishAsync(string topic, IReadOnlyList<Message> messages, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(topic, messages);
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? BulkAnswer.Success
                : BulkAnswer.Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException failure)
        {
            return new BulkAnswer(failure.Message, Arrived: failure.HttpRequestError != HttpRequestError.ConnectionError);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            return new BulkAnswer(failure.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(string topic, IReadOnlyList<Message> messages)
    {
        var path = $"/v1.0/publish/bulk/{options.Value.PubSub}/{topic}?metadata.rawPayload=true";
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(BulkRequest.Write(messages)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        if (!string.IsNullOrEmpty(options.Value.ApiToken))
        {
            request.Headers.Add("dapr-api-token", options.Value.ApiToken);
        }

        return request;
    }
}
