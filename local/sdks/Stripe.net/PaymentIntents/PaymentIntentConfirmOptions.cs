using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters of confirming a payment intent.</summary>
public class PaymentIntentConfirmOptions : BaseOptions
{
    /// <summary>What is paid with.</summary>
    [JsonPropertyName("payment_method")]
    public string PaymentMethod { get; set; }

    /// <summary>Required with a publishable key.</summary>
    [JsonPropertyName("client_secret")]
    public string ClientSecret { get; set; }

    /// <summary><c>automatic</c>, <c>automatic_async</c> or <c>manual</c>.</summary>
    [JsonPropertyName("capture_method")]
    public string CaptureMethod { get; set; }

    /// <summary>Whether a payment that needs the buyer fails instead.</summary>
    [JsonPropertyName("error_on_requires_action")]
    public bool? ErrorOnRequiresAction { get; set; }

    /// <summary>Where the receipt goes.</summary>
    [JsonPropertyName("receipt_email")]
    public string ReceiptEmail { get; set; }

    /// <summary>Where the buyer returns to after a redirect.</summary>
    [JsonPropertyName("return_url")]
    public string ReturnUrl { get; set; }
}
