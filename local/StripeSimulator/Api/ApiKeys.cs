using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TicketBooking.StripeSimulator.Api;

internal enum KeyKind
{
    Publishable,
    Secret,
}

/// <summary>Knows the two keys, sent as a bearer token or as the user of basic authentication.</summary>
internal sealed class ApiKeys(IOptions<SimulatorOptions> options)
{
    public KeyKind Identify(HttpRequest request)
    {
        var key = Read(request) ?? throw Errors.Unauthorized(
            "You did not provide an API key. Send it as a bearer token or as the user of HTTP basic authentication.");
        return Same(key, options.Value.SecretKey) ? KeyKind.Secret
            : Same(key, options.Value.PublishableKey) ? KeyKind.Publishable
            : throw Errors.Unauthorized("Invalid API Key provided.");
    }

    private static string? Read(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || header.Parameter is not { Length: > 0 } value)
        {
            return null;
        }

        return header.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => value,
            "BASIC" => UserOf(value),
            _ => null,
        };
    }

    private static string? UserOf(string basic)
    {
        var bytes = new byte[basic.Length];
        return Convert.TryFromBase64String(basic, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]
            : null;
    }

    private static bool Same(string given, string known) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(known));
}
