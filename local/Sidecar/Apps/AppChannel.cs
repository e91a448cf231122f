using System.Diagnostics;
using System.Text;

namespace TicketBooking.Sidecar.Apps;

/// <summary>Calls the apps over plain HTTP; adds nothing but the app token.</summary>
internal sealed class AppChannel(string? appToken) : IDisposable
{
    public const string TokenHeader = "dapr-api-token";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
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
