using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace TicketBooking.DaprWire;

/// <summary>
/// Calls gRPC methods over HTTP/2 (without TLS: by prior knowledge). A deadline is the caller's cancellation token.
/// Every failure is a <see cref="GrpcStatusException"/>; an unreachable server is <see cref="GrpcStatus.Unavailable"/>.
/// </summary>
/// <param name="address">Scheme, host and port; anything after them is ignored, as the vendor's client does.</param>
/// <param name="apiToken">Sent as <c>dapr-api-token</c> when not empty.</param>
public sealed class GrpcClient(Uri address, string? apiToken = null) : IDisposable
{
    private readonly HttpClient _http = new(CreateHandler())
    {
        BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>One request, one response.</summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        TResponse? answer = null;
        await foreach (var message in StreamAsync(method, request, cancellationToken))
        {
            answer = answer is null
                ? message
                : throw new GrpcStatusException(GrpcStatus.Internal, $"{method.Path} answered more than one message.");
        }

        return answer ?? throw new GrpcStatusException(GrpcStatus.Internal, $"{method.Path} answered no message.");
    }

    /// <summary>
    /// One request, any number of responses. Ends when the server ends the call with OK; leaving the loop cancels the call.
    /// </summary>
    public async IAsyncEnumerable<TResponse> StreamAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = CreateRequest(method.Path, request);
        using var response = await Transport.Guard(_http.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
        GrpcTrailers.ThrowIfNotGrpc(response);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await Transport.Guard(GrpcFrame.ReadAsync(body, method.ResponseParser, cancellationToken).AsTask()) is { } message)
        {
            yield return message;
        }

        GrpcTrailers.ThrowIfNotOk(response);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage CreateRequest(string path, IMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(GrpcFrame.Encode(message)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.UserAgent.ParseAdd("ticket-booking-dapr-wire");
        if (!string.IsNullOrEmpty(apiToken))
        {
            request.Headers.TryAddWithoutValidation("dapr-api-token", apiToken);
        }

        return request;
    }

    // The handler itself adds traceparent and tracestate of the current activity.
    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        UseProxy = false,
        UseCookies = false,
    };
}
