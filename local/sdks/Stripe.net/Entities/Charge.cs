using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>One movement of money from a payment method.</summary>
public class Charge : StripeEntity, IHasObject
{
    /// <summary><c>ch_…</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("object")]
    public string Object { get; set; }

    /// <summary>In the currency's minor unit.</summary>
    [JsonPropertyName("amount")]
    public long Amount { get; set; }

    /// <summary>Captured so far, in the currency's minor unit.</summary>
    [JsonPropertyName("amount_captured")]
    public long AmountCaptured { get; set; }

    /// <summary>Given back so far, in the currency's minor unit.</summary>
    [JsonPropertyName("amount_refunded")]
    public long AmountRefunded { get; set; }

    /// <summary>Whether the money was taken, not only authorised.</summary>
    [JsonPropertyName("captured")]
    public bool Captured { get; set; }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public DateTime Created { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; set; }

    /// <summary>Why it failed, as a code.</summary>
    [JsonPropertyName("failure_code")]
    public string FailureCode { get; set; }

    /// <summary>Why it failed, for a person.</summary>
    [JsonPropertyName("failure_message")]
    public string FailureMessage { get; set; }

    /// <summary>False in test mode.</summary>
    [JsonPropertyName("livemode")]
    public bool Livemode { get; set; }

    /// <summary>The caller's own pairs.</summary>
    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; set; }

    /// <summary>Whether it succeeded, or was authorised.</summary>
    [JsonPropertyName("paid")]
    public bool Paid { get; set; }

    /// <summary>The id of the intent it belongs to.</summary>
    [JsonIgnore]
    public string PaymentIntentId
    {
        get => InternalPaymentIntent?.Id;
        set => InternalPaymentIntent = new ExpandableField<PaymentIntent>(value);
    }

    /// <summary>The payment method's id.</summary>
    [JsonPropertyName("payment_method")]
    public string PaymentMethod { get; set; }

    /// <summary>Whether all of it was given back.</summary>
    [JsonPropertyName("refunded")]
    public bool Refunded { get; set; }

    /// <summary>The refunds, if they were expanded.</summary>
    [JsonPropertyName("refunds")]
    public StripeList<Refund> Refunds { get; set; }

    /// <summary><c>succeeded</c>, <c>pending</c> or <c>failed</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; set; }

    [JsonInclude]
    [JsonPropertyName("payment_intent")]
    internal ExpandableField<PaymentIntent> InternalPaymentIntent { get; set; }
}
