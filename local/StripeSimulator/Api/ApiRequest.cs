using System.Security.Cryptography;
using System.Text;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>A call to the API as it arrived.</summary>
internal sealed record ApiRequest(string RequestId, string Path, Parameters Parameters, KeyKind Key, string? IdempotencyKey)
{
    public const string IdempotencyHeader = "Idempotency-Key";

    public static async Task<ApiRequest> ReadAsync(HttpContext http, ApiKeys keys)
    {
        var request = http.Request;
        var pairs = request.HasFormContentType
            ? [.. await request.ReadFormAsync(http.RequestAborted)]
            : request.Query.ToArray();
        var requestId = Ids.New("req");
        http.Response.Headers["Request-Id"] = requestId;
        return new ApiRequest(requestId, $"{request.Method} {request.Path}", new Parameters(pairs), keys.Identify(request), KeyOf(request));
    }

    /// <summary>Same fingerprint = same request.</summary>
    public string Fingerprint() =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path}\n{Key}\n{Parameters.Canonical()}")));

    private static string? KeyOf(HttpRequest request)
    {
        var key = request.Headers[IdempotencyHeader].ToString();
        if (!HttpMethods.IsPost(request.Method) || key.Length == 0)
        {
            return null;
        }

        return key.Length <= 255
            ? key
            : throw Errors.InvalidParameter("idempotency_key", "parameter_invalid_string", "The key is longer than 255 characters.");
    }
}
