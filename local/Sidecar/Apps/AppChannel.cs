using System.Diagnostics;

namespace TicketBooking.Sidecar.Apps;

/// <summary>The way to the apps: plain HTTP, nothing added but the app token.</summary>
internal sealed class AppChannel(string? appToken) : IDisposable
{
    public const string TokenHeader = "dapr-api-token";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        // The caller's own trace headers are passed on as they are.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    /// <summary>Sends and returns as soon as the headers of the answer are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(appToken))
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, appToken);
        }

        return _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
