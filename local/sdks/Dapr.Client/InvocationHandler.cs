namespace Dapr.Client;

/// <summary>
/// Sends requests through the sidecar: the host of the request's address is read as an app-id and the address becomes
/// <c>{sidecar}/v1.0/invoke/{app-id}/method/{path}</c>. Everything goes to the sidecar; do not mix in other traffic.
/// </summary>
public class InvocationHandler : DelegatingHandler
{
    private const string TokenHeader = "dapr-api-token";
    private readonly string? _apiToken;
    private Uri _endpoint = new(DaprDefaults.GetDefaultHttpEndpoint(), UriKind.Absolute);

    /// <summary>Sidecar and token come from environment variables.</summary>
    public InvocationHandler()
        : this(DaprDefaults.GetDefaultDaprApiToken(null))
    {
    }

    internal InvocationHandler(string? apiToken) => _apiToken = apiToken;

    /// <summary>The sidecar's HTTP address.</summary>
    /// <exception cref="ArgumentException">The scheme is neither http nor https.</exception>
    public string DaprEndpoint
    {
        get => _endpoint.OriginalString;
        set
        {
            var endpoint = new Uri(value, UriKind.Absolute);
            _endpoint = IsHttp(endpoint)
                ? endpoint
                : throw new ArgumentException("The URI scheme of the Dapr endpoint must be http or https.", nameof(value));
        }
    }

    /// <summary>Restores the letter case of an app-id, which host names lose.</summary>
    public string? DefaultAppId { get; set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = request.RequestUri;
        request.RequestUri = Rewrite(original)
            ?? throw new ArgumentException(
                $"The request URI '{original}' is not a valid Dapr service invocation destination.", nameof(request));
        try
        {
            if (!string.IsNullOrWhiteSpace(_apiToken))
            {
                request.Headers.Add(TokenHeader, _apiToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = original;
            request.Headers.Remove(TokenHeader);
        }
    }

    private Uri? Rewrite(Uri? uri)
    {
        if (uri is not { IsAbsoluteUri: true } || !IsHttp(uri))
        {
            return null;
        }

        var appId = uri.Host.Equals(DefaultAppId, StringComparison.OrdinalIgnoreCase) ? DefaultAppId : uri.Host;
        return new UriBuilder(uri)
        {
            Scheme = _endpoint.Scheme,
            Host = _endpoint.Host,
            Port = _endpoint.Port,
            Path = $"/v1.0/invoke/{appId}/method{uri.AbsolutePath}",
        }.Uri;
    }

    private static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;
}
