using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TicketBooking.StripeSimulator.Webhooks;

/// <summary>Posts one signed event.</summary>
internal sealed partial class WebhookSender(
    IOptions<SimulatorOptions> options, TimeProvider clock, ILogger<WebhookSender> logger) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Uri? _receiver = options.Value.WebhookUrl is { Length: > 0 } url ? new Uri(url, UriKind.Absolute) : null;

    public bool HasReceiver => _receiver is not null;

    /// <summary>How long to wait after so many attempts before.</summary>
    public TimeSpan PauseAfter(int attempts)
    {
        var pause = options.Value.WebhookRetry * Math.Pow(2, Math.Min(attempts, 20));
        return pause < options.Value.WebhookRetryLimit ? pause : options.Value.WebhookRetryLimit;
    }

    /// <summary>True when the receiver answered 2xx.</summary>
    public async Task<bool> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("Stripe-Signature", Sign(body));
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                LogRefused(delivery.EventId, (int)response.StatusCode, delivery.Attempts + 1);
            }

            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(failure, delivery.EventId, delivery.Attempts + 1);
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private string Sign(byte[] body)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.WebhookSecret), signed);
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    [LoggerMessage(6001, LogLevel.Warning, "Webhook {EventId} was answered {Status} at attempt {Attempt}; it will be tried again")]
    private partial void LogRefused(string eventId, int status, int attempt);

    [LoggerMessage(6002, LogLevel.Warning, "Webhook {EventId} found no receiver at attempt {Attempt}; it will be tried again")]
    private partial void LogUnreachable(Exception failure, string eventId, int attempt);
}
