using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Why Stripe refused.</summary>
public class StripeError : StripeEntity
{
    /// <summary><c>card_error</c>, <c>invalid_request_error</c>, <c>idempotency_error</c> or <c>api_error</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; }

    /// <summary>Stable code, such as <c>card_declined</c> or <c>payment_intent_unexpected_state</c>.</summary>
    [JsonPropertyName("code")]
    public string Code { get; set; }

    /// <summary>Why the issuer declined.</summary>
    [JsonPropertyName("decline_code")]
    public string DeclineCode { get; set; }

    /// <summary>For a person; may be shown to the buyer for card errors.</summary>
    [JsonPropertyName("message")]
    public string Message { get; set; }

    /// <summary>The parameter that is wrong.</summary>
    [JsonPropertyName("param")]
    public string Param { get; set; }

    /// <summary>The charge that failed.</summary>
    [JsonPropertyName("charge")]
    public string Charge { get; set; }

    /// <summary>Where the code is explained.</summary>
    [JsonPropertyName("doc_url")]
    public string DocUrl { get; set; }

    /// <summary>The intent as it is now.</summary>
    [JsonPropertyName("payment_intent")]
    public PaymentIntent PaymentIntent { get; set; }

    /// <summary>The payment method that was refused.</summary>
    [JsonPropertyName("payment_method")]
    public PaymentMethod PaymentMethod { get; set; }
}
