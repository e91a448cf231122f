using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Money given back.</summary>
public class Refund : StripeEntity, IHasObject
{
    /// <summary><c>re_…</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("object")]
    public string Object { get; set; }

    /// <summary>In the currency's minor unit.</summary>
    [JsonPropertyName("amount")]
    public long Amount { get; set; }

    /// <summary>The id of the charge it gives back.</summary>
    [JsonIgnore]
    public string ChargeId
    {
        get => InternalCharge?.Id;
        set => InternalCharge = new ExpandableField<Charge>(value);
    }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public DateTime Created { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; set; }

    /// <summary>Why it failed.</summary>
    [JsonPropertyName("failure_reason")]
    public string FailureReason { get; set; }

    /// <summary>The caller's own pairs.</summary>
    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; set; }

    /// <summary>The id of the intent whose money it gives back.</summary>
    [JsonIgnore]
    public string PaymentIntentId
    {
        get => InternalPaymentIntent?.Id;
        set => InternalPaymentIntent = new ExpandableField<PaymentIntent>(value);
    }

    /// <summary>Why it was made; see <see cref="RefundReasons"/>.</summary>
    [JsonPropertyName("reason")]
    public string Reason { get; set; }

    /// <summary><c>pending</c>, <c>requires_action</c>, <c>succeeded</c>, <c>failed</c> or <c>canceled</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; set; }

    [JsonInclude]
    [JsonPropertyName("charge")]
    internal ExpandableField<Charge> InternalCharge { get; set; }

    [JsonInclude]
    [JsonPropertyName("payment_intent")]
    internal ExpandableField<PaymentIntent> InternalPaymentIntent { get; set; }
}
