using System.Security.Cryptography;
using System.Text;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.Api;

/// <summary>Allows calls with the token, and calls of the health endpoints.</summary>
internal sealed class TokenGate(string? token)
{
    private readonly byte[]? _token = string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetBytes(token);

    public bool Lets(HttpRequest request) =>
        _token is null
        || request.Path.StartsWithSegments("/v1.0/healthz", StringComparison.OrdinalIgnoreCase)
        || CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(request.Headers[AppChannel.TokenHeader].ToString()));
}
