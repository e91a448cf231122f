namespace Dapr.Client;

public sealed partial class DaprClient
{
    private static readonly TimeSpan HealthPollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the sidecar is ready to serve everything: <c>GET /v1.0/healthz</c>. False too when it cannot be reached.</summary>
    public Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        IsHealthyAsync("/v1.0/healthz", cancellationToken);

    /// <summary>
    /// Whether the sidecar's components can be used: <c>GET /v1.0/healthz/outbound</c>. False too when it cannot be reached.
    /// </summary>
    public Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default) =>
        IsHealthyAsync("/v1.0/healthz/outbound", cancellationToken);

    /// <summary>Returns once <see cref="CheckOutboundHealthAsync"/> is true; asks every half second.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task WaitForSidecarAsync(CancellationToken cancellationToken = default)
    {
        while (!await CheckOutboundHealthAsync(cancellationToken))
        {
            await Task.Delay(HealthPollInterval, cancellationToken);
        }
    }

    private async Task<bool> IsHealthyAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_httpEndpoint, path));
        if (_apiToken is not null)
        {
            request.Headers.Add("dapr-api-token", _apiToken);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Unreachable is an answer to the question that was asked.
            return false;
        }
    }
}
