using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters of a new payment intent.</summary>
public class PaymentIntentCreateOptions : BaseOptions
{
    /// <summary>In the currency's minor unit.</summary>
    [JsonPropertyName("amount")]
    public long? Amount { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; set; }

    /// <summary>Lets Stripe offer what the account accepts.</summary>
    [JsonPropertyName("automatic_payment_methods")]
    public PaymentIntentAutomaticPaymentMethodsOptions AutomaticPaymentMethods { get; set; }

    /// <summary>Instead of automatic ones: such as <c>card</c>.</summary>
    [JsonPropertyName("payment_method_types")]
    public List<string> PaymentMethodTypes { get; set; }

    /// <summary>The payment method, if it is known already.</summary>
    [JsonPropertyName("payment_method")]
    public string PaymentMethod { get; set; }

    /// <summary>Whether to confirm at once.</summary>
    [JsonPropertyName("confirm")]
    public bool? Confirm { get; set; }

    /// <summary><c>automatic</c>, <c>automatic_async</c> or <c>manual</c>.</summary>
    [JsonPropertyName("capture_method")]
    public string CaptureMethod { get; set; }

    /// <summary><c>automatic</c> or <c>manual</c>.</summary>
    [JsonPropertyName("confirmation_method")]
    public string ConfirmationMethod { get; set; }

    /// <summary>The customer's id.</summary>
    [JsonPropertyName("customer")]
    public string Customer { get; set; }

    /// <summary>Free text.</summary>
    [JsonPropertyName("description")]
    public string Description { get; set; }

    /// <summary>Whether a payment that needs the buyer fails instead.</summary>
    [JsonPropertyName("error_on_requires_action")]
    public bool? ErrorOnRequiresAction { get; set; }

    /// <summary>The caller's own pairs; at most 50.</summary>
    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; set; }

    /// <summary>Whether the buyer is absent.</summary>
    [JsonPropertyName("off_session")]
    public bool? OffSession { get; set; }

    /// <summary>Where the receipt goes.</summary>
    [JsonPropertyName("receipt_email")]
    public string ReceiptEmail { get; set; }

    /// <summary>Where the buyer returns to after a redirect.</summary>
    [JsonPropertyName("return_url")]
    public string ReturnUrl { get; set; }

    /// <summary>The end of what the card statement says.</summary>
    [JsonPropertyName("statement_descriptor_suffix")]
    public string StatementDescriptorSuffix { get; set; }
}
