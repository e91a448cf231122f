using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters of reading a payment intent.</summary>
public class PaymentIntentGetOptions : BaseOptions
{
    /// <summary>Required with a publishable key.</summary>
    [JsonPropertyName("client_secret")]
    public string ClientSecret { get; set; }
}
