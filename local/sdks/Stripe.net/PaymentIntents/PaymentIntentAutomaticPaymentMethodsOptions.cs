using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Lets Stripe offer what the account accepts.</summary>
public class PaymentIntentAutomaticPaymentMethodsOptions : INestedOptions
{
    /// <summary>Whether it does.</summary>
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; set; }

    /// <summary><c>always</c> or <c>never</c>: whether methods that send the buyer away are offered.</summary>
    [JsonPropertyName("allow_redirects")]
    public string AllowRedirects { get; set; }
}
