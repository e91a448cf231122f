using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Stripe;

/// <summary>
/// Sends requests with <see cref="System.Net.Http.HttpClient"/> and repeats those that may be repeated: after a failed connection or a
/// timeout, on 409 and 5xx, or as the answer's <c>Stripe-Should-Retry</c> says. Idempotency keys make the repetition safe.
/// </summary>
public class SystemNetHttpClient : IHttpClient
{
    /// <summary>How often a request is repeated unless told otherwise.</summary>
    public const int DefaultMaxNumberRetries = 2;

    private static readonly Lazy<HttpClient> Default = new(BuildDefaultSystemNetHttpClient);
    private readonly HttpClient _http;
    private readonly string _userAgent;

    /// <param name="httpClient">Sends; by default a shared one with <see cref="DefaultHttpTimeout"/>.</param>
    /// <param name="maxNetworkRetries">How often a request is repeated.</param>
    /// <param name="appInfo">Named in the user agent.</param>
    /// <param name="enableTelemetry">Kept for the vendor's signature; no telemetry is ever sent.</param>
#pragma warning disable CS1573, CS1591 // The summary of a constructor is its type's
    public SystemNetHttpClient(
        HttpClient httpClient = null, int maxNetworkRetries = DefaultMaxNumberRetries, AppInfo appInfo = null, bool enableTelemetry = true)
#pragma warning restore CS1573, CS1591
    {
        _http = httpClient ?? Default.Value;
        _userAgent = appInfo is null ? "ticket-booking-stripe" : $"ticket-booking-stripe {appInfo.Name}/{appInfo.Version}";
        MaxNetworkRetries = maxNetworkRetries;
        EnableTelemetry = enableTelemetry;
    }

    /// <summary>How long one attempt may take.</summary>
    public static TimeSpan DefaultHttpTimeout => TimeSpan.FromSeconds(80);

    /// <summary>The longest wait before a repetition.</summary>
    public static TimeSpan MaxNetworkRetriesDelay => TimeSpan.FromSeconds(5);

    /// <summary>The shortest wait before a repetition.</summary>
    public static TimeSpan MinNetworkRetriesDelay => TimeSpan.FromMilliseconds(500);

    /// <summary>As given; no telemetry is ever sent.</summary>
    public bool EnableTelemetry { get; }

    /// <summary>How often a request is repeated.</summary>
    public int MaxNetworkRetries { get; }

    internal Func<int, TimeSpan> RetryDelay { get; set; } = Backoff;

    /// <summary>A client with <see cref="DefaultHttpTimeout"/>.</summary>
    public static HttpClient BuildDefaultSystemNetHttpClient() => new() { Timeout = DefaultHttpTimeout };

    /// <inheritdoc/>
    public async Task<StripeResponse> MakeRequestAsync(StripeRequest request, CancellationToken cancellationToken = default)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                using var response = await SendAsync(request, cancellationToken);
                if (retries >= MaxNetworkRetries || !MayRetry(response.StatusCode, response.Headers))
                {
                    var content = await response.Content.ReadAsStringAsync(cancellationToken);
                    return new StripeResponse(response.StatusCode, response.Headers, content);
                }
            }
            catch (Exception e) when (retries < MaxNetworkRetries && IsTransient(e, cancellationToken))
            {
                // Repeated below; the last attempt's exception reaches the caller.
            }

            await Task.Delay(RetryDelay(retries + 1), cancellationToken);
        }
    }

    private static bool IsTransient(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static bool MayRetry(HttpStatusCode status, HttpResponseHeaders headers)
    {
        var advice = headers.TryGetValues("Stripe-Should-Retry", out var values) ? values.First() : null;
        return advice switch
        {
            "true" => true,
            "false" => false,
            _ => status == HttpStatusCode.Conflict || (int)status >= 500,
        };
    }

    private static TimeSpan Backoff(int retry)
    {
        var jitter = RandomNumberGenerator.GetInt32(750, 1001) / 1000.0;
        var doubled = MinNetworkRetriesDelay * Math.Pow(2, retry - 1);
        var delay = (doubled < MaxNetworkRetriesDelay ? doubled : MaxNetworkRetriesDelay) * jitter;
        return delay < MinNetworkRetriesDelay ? MinNetworkRetriesDelay : delay;
    }

    private async Task<HttpResponseMessage> SendAsync(StripeRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Uri) { Content = request.Content };
        message.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        message.Headers.Authorization = request.AuthorizationHeader;
        foreach (var (name, value) in request.StripeHeaders)
        {
            message.Headers.Add(name, value);
        }

        return await _http.SendAsync(message, cancellationToken);
    }
}
