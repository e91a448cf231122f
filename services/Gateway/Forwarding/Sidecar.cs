using Dapr;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>
/// Service invocation by Dapr's HTTP API. <c>DaprClient.CreateInvokeHttpClient</c> is not for a proxy: it follows redirects, keeps
/// cookies, gives up on streams after 100 seconds and rewrites addresses into their canonical form.
/// </summary>
internal sealed class Sidecar(IConfiguration configuration) : IDisposable
{
    private const string TokenHeader = "dapr-api-token";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _invoke = DaprDefaults.GetDefaultHttpEndpoint(configuration).TrimEnd('/') + "/v1.0/invoke/";
    private readonly string _token = DaprDefaults.GetDefaultDaprApiToken(configuration);
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
    });

    /// <summary>The same request, addressed to <paramref name="appId"/> and with this body.</summary>
    public HttpRequestMessage RequestFor(string appId, PathString path, HttpRequest original, HttpContent? body)
    {
        var address = $"{_invoke}{appId}/method{path.ToUriComponent()}{original.QueryString.Value}";
        var request = new HttpRequestMessage(HttpMethod.Parse(original.Method), new Uri(address, AsWritten))
        {
            Content = body,
        };
        RequestHeaders.Copy(original, request);
        if (_token.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, _token);
        }

        return request;
    }

    /// <summary>Returns when the answer begins.</summary>
    /// <exception cref="HttpRequestException">The sidecar cannot be reached, broke off, or the client's body could not be read.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    public void Dispose() => _http.Dispose();
}
