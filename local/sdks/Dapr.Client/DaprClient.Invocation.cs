namespace Dapr.Client;

public sealed partial class DaprClient
{
    /// <summary>
    /// An HTTP client whose requests go through the sidecar: <c>http://{app-id}/{path}</c> becomes
    /// <c>{sidecar}/v1.0/invoke/{app-id}/method/{path}</c>. Like the vendor's, it sends no token unless it is given one.
    /// </summary>
    /// <param name="appId">Becomes the base address, so that relative addresses can be used.</param>
    /// <param name="daprEndpoint">The sidecar's HTTP address; by default from environment variables.</param>
    /// <param name="daprApiToken">Sent as <c>dapr-api-token</c>.</param>
    /// <exception cref="ArgumentException">The app-id is not a host name, or the endpoint not an http address.</exception>
    public static HttpClient CreateInvokeHttpClient(string? appId = null, string? daprEndpoint = null, string? daprApiToken = null)
    {
        var handler = new InvocationHandler(daprApiToken) { InnerHandler = new HttpClientHandler(), DefaultAppId = appId };
        if (daprEndpoint is not null)
        {
            handler.DaprEndpoint = daprEndpoint;
        }

        var client = new HttpClient(handler);
        try
        {
            client.BaseAddress = appId is null ? null : new Uri($"http://{appId}");
            return client;
        }
        catch (UriFormatException e)
        {
            throw new ArgumentException("The appId must be a valid hostname.", nameof(appId), e);
        }
    }

    /// <summary>As <see cref="CreateInvokeHttpClient"/>, with this client's sidecar and token.</summary>
    public HttpClient CreateInvokableHttpClient(string? appId = null) =>
        CreateInvokeHttpClient(appId, _httpEndpoint.AbsoluteUri, _apiToken);
}
