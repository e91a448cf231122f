using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Seats.Features.Map;

/// <summary>Chooses the encoding that a client takes (RFC 9110 section 12.5.3).</summary>
internal static class ContentCoding
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    /// <returns>The smallest that the client takes, null for none.</returns>
    public static string? For(HttpRequest request)
    {
        var accepted = new RequestHeaders(request.Headers).AcceptEncoding;
        return Takes(accepted, Brotli) ? Brotli : Takes(accepted, Gzip) ? Gzip : null;
    }

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string coding) =>
        (accepted.FirstOrDefault(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value == "*")) is { Quality: null or > 0 };
}
