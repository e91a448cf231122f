using System.Net;
using System.Text.Json;

namespace Stripe;

/// <summary>Stripe answered an error, or what came is not from Stripe (a webhook's signature).</summary>
public class StripeException : Exception
{
    /// <summary>An exception without a message.</summary>
    public StripeException()
    {
    }

    /// <summary>An exception that did not come from an answer.</summary>
    public StripeException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that did not come from an answer, with its cause.</summary>
    public StripeException(string message, Exception err)
        : base(message, err)
    {
    }

    /// <summary>An exception from an answer.</summary>
    public StripeException(HttpStatusCode httpStatusCode, StripeError stripeError, string message)
        : base(message)
    {
        HttpStatusCode = httpStatusCode;
        StripeError = stripeError;
    }

    /// <summary>The answer's status; 0 without an answer.</summary>
    public HttpStatusCode HttpStatusCode { get; set; }

    /// <summary>What Stripe says about it; null without an answer, or where the answer is not Stripe's JSON.</summary>
    public StripeError StripeError { get; set; }

    /// <summary>The answer.</summary>
    public StripeResponse StripeResponse { get; set; }

    internal static StripeException From(StripeResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Content);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var element)
                && element.ValueKind == JsonValueKind.Object)
            {
                var error = element.Deserialize<StripeError>(StripeJson.Options);
                return new StripeException(response.StatusCode, error, error.Message) { StripeResponse = response };
            }
        }
        catch (JsonException)
        {
            // Not JSON: said below, with the answer itself.
        }

        return Invalid(response);
    }

    internal static StripeException Invalid(StripeResponse response) =>
        new(response.StatusCode, null, $"Invalid response object from API: \"{response.Content}\"") { StripeResponse = response };
}
