using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Stripe;

/// <summary>
/// Checks and reads webhooks. The body must be the bytes that came, decoded as UTF-8: parsing and writing again breaks the signature.
/// </summary>
public static class EventUtility
{
    /// <summary>How old, in seconds, a webhook may be.</summary>
    public const int DefaultTimeTolerance = 300;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether an event of that version can be read with the entities here: the release train must be the same.</summary>
    public static bool IsCompatibleApiVersion(string eventApiVersion) =>
        eventApiVersion?.Split('.') is [_, var train, ..] && train == ApiVersion.Current.Split('.')[1];

    /// <summary>Reads an event without checking where it comes from.</summary>
    /// <exception cref="StripeException">It is of another API version, and that is not allowed.</exception>
    /// <exception cref="JsonException">It is not an event.</exception>
    public static Event ParseEvent(string json, bool throwOnApiVersionMismatch = true)
    {
        var message = JsonSerializer.Deserialize<Event>(json, StripeJson.Options);
        return !throwOnApiVersionMismatch || IsCompatibleApiVersion(message.ApiVersion)
            ? message
            : throw new StripeException(
                $"Received event with API version {message.ApiVersion}, but this client expects {ApiVersion.Current}. "
                + "Create a webhook endpoint with that version, or pass throwOnApiVersionMismatch: false.");
    }

    /// <summary>Checks the signature, then reads the event.</summary>
    /// <param name="json">The body as it came.</param>
    /// <param name="stripeSignatureHeader">The <c>Stripe-Signature</c> header.</param>
    /// <param name="secret">The endpoint's secret, <c>whsec_…</c>.</param>
    /// <param name="tolerance">How far, in seconds, the signature's time may be from now.</param>
    /// <param name="throwOnApiVersionMismatch">Whether an event of another API version is refused.</param>
    /// <exception cref="StripeException">The signature is wrong or too old, or the version is not allowed.</exception>
    public static Event ConstructEvent(
        string json,
        string stripeSignatureHeader,
        string secret,
        long tolerance = DefaultTimeTolerance,
        bool throwOnApiVersionMismatch = true) =>
        ConstructEvent(json, stripeSignatureHeader, secret, tolerance, Now(), throwOnApiVersionMismatch);

    /// <summary>As above, at a given time (seconds since 1970, UTC).</summary>
    /// <exception cref="StripeException">The signature is wrong or too old, or the version is not allowed.</exception>
    public static Event ConstructEvent(
        string json, string stripeSignatureHeader, string secret, long tolerance, long utcNow, bool throwOnApiVersionMismatch = true)
    {
        ValidateSignature(json, stripeSignatureHeader, secret, tolerance, utcNow);
        return ParseEvent(json, throwOnApiVersionMismatch);
    }

    /// <summary>Checks that a body was signed with the endpoint's secret, not long ago.</summary>
    /// <exception cref="StripeException">The signature is missing, malformed, wrong or too old.</exception>
    public static void ValidateSignature(string json, string stripeSignatureHeader, string secret, long tolerance = DefaultTimeTolerance) =>
        ValidateSignature(json, stripeSignatureHeader, secret, tolerance, Now());

    /// <summary>As above, at a given time (seconds since 1970, UTC).</summary>
    /// <exception cref="StripeException">The signature is missing, malformed, wrong or too old.</exception>
    public static void ValidateSignature(string json, string stripeSignatureHeader, string secret, long tolerance, long utcNow)
    {
        var items = Parse(stripeSignatureHeader);
        var timestamp = items["t"].FirstOrDefault();
        var expected = Encoding.ASCII.GetBytes(Sign(secret, timestamp, json));

        // While a secret is rolled there are several signatures; any of them will do.
        if (!items["v1"].Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected)))
        {
            throw new StripeException("The expected signature was not found in the Stripe-Signature header.");
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var signedAt)
            || Math.Abs(utcNow - signedAt) > tolerance)
        {
            throw new StripeException("The webhook's timestamp is outside of the allowed tolerance.");
        }
    }

    /// <summary>The signature of a payload: HMAC-SHA256 over <c>timestamp.payload</c>, in lower-case hex.</summary>
    public static string ComputeSignature(string secret, string timestamp, string payload) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(StrictUtf8.GetBytes(secret), StrictUtf8.GetBytes($"{timestamp}.{payload}")));

    /// <summary>The header that Stripe would send: for tests, and for simulators.</summary>
    public static string GenerateSignatureHeader(string payload, string secret, long? timestamp = null)
    {
        var time = (timestamp ?? Now()).ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={ComputeSignature(secret, time, payload)}";
    }

    private static ILookup<string, string> Parse(string header) =>
        (header ?? string.Empty).Split(',').Select(item => item.Trim().Split('=', 2)).Select(parts => parts.Length == 2
            ? parts
            : throw new StripeException("The signature header format is unexpected.")).ToLookup(parts => parts[0], parts => parts[1]);

    private static string Sign(string secret, string timestamp, string json)
    {
        try
        {
            return ComputeSignature(secret, timestamp, json);
        }
        catch (EncoderFallbackException e)
        {
            throw new StripeException("The signature cannot be calculated: the body is not valid Unicode.", e);
        }
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
}
