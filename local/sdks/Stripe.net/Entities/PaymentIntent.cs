using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>An attempt to collect money, through all its states.</summary>
public class PaymentIntent : StripeEntity, IHasObject
{
    /// <summary><c>pi_…</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("object")]
    public string Object { get; set; }

    /// <summary>In the currency's minor unit.</summary>
    [JsonPropertyName("amount")]
    public long Amount { get; set; }

    /// <summary>Authorised and not yet captured, in the currency's minor unit.</summary>
    [JsonPropertyName("amount_capturable")]
    public long AmountCapturable { get; set; }

    /// <summary>Collected, in the currency's minor unit.</summary>
    [JsonPropertyName("amount_received")]
    public long AmountReceived { get; set; }

    /// <summary>When it was cancelled, UTC.</summary>
    [JsonPropertyName("canceled_at")]
    public DateTime? CanceledAt { get; set; }

    /// <summary>Why it was cancelled.</summary>
    [JsonPropertyName("cancellation_reason")]
    public string CancellationReason { get; set; }

    /// <summary><c>automatic</c>, <c>automatic_async</c> or <c>manual</c>.</summary>
    [JsonPropertyName("capture_method")]
    public string CaptureMethod { get; set; }

    /// <summary>Lets the buyer's page confirm this intent; for nobody else, and for no log.</summary>
    [JsonPropertyName("client_secret")]
    public string ClientSecret { get; set; }

    /// <summary><c>automatic</c> or <c>manual</c>.</summary>
    [JsonPropertyName("confirmation_method")]
    public string ConfirmationMethod { get; set; }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public DateTime Created { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; set; }

    /// <summary>Free text.</summary>
    [JsonPropertyName("description")]
    public string Description { get; set; }

    /// <summary>Why the last confirmation failed; null after a success.</summary>
    [JsonPropertyName("last_payment_error")]
    public StripeError LastPaymentError { get; set; }

    /// <summary>The id of the latest charge, whether it was expanded or not.</summary>
    [JsonIgnore]
    public string LatestChargeId
    {
        get => InternalLatestCharge?.Id;
        set => InternalLatestCharge = new ExpandableField<Charge>(value);
    }

    /// <summary>The latest charge, if it was expanded.</summary>
    [JsonIgnore]
    public Charge LatestCharge
    {
        get => InternalLatestCharge?.Expanded;
        set => InternalLatestCharge = new ExpandableField<Charge>(value?.Id, value);
    }

    /// <summary>False in test mode.</summary>
    [JsonPropertyName("livemode")]
    public bool Livemode { get; set; }

    /// <summary>The caller's own pairs.</summary>
    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; set; }

    /// <summary>The id of the payment method, whether it was expanded or not.</summary>
    [JsonIgnore]
    public string PaymentMethodId
    {
        get => InternalPaymentMethod?.Id;
        set => InternalPaymentMethod = new ExpandableField<PaymentMethod>(value);
    }

    /// <summary>What may be paid with.</summary>
    [JsonPropertyName("payment_method_types")]
    public List<string> PaymentMethodTypes { get; set; }

    /// <summary>Where the receipt goes.</summary>
    [JsonPropertyName("receipt_email")]
    public string ReceiptEmail { get; set; }

    /// <summary>
    /// <c>requires_payment_method</c>, <c>requires_confirmation</c>, <c>requires_action</c>, <c>processing</c>,
    /// <c>requires_capture</c>, <c>canceled</c> or <c>succeeded</c>.
    /// </summary>
    [JsonPropertyName("status")]
    public string Status { get; set; }

    [JsonInclude]
    [JsonPropertyName("latest_charge")]
    internal ExpandableField<Charge> InternalLatestCharge { get; set; }

    [JsonInclude]
    [JsonPropertyName("payment_method")]
    internal ExpandableField<PaymentMethod> InternalPaymentMethod { get; set; }
}
