using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters of giving money back.</summary>
public class RefundCreateOptions : BaseOptions
{
    /// <summary>In the currency's minor unit; by default all that is left.</summary>
    [JsonPropertyName("amount")]
    public long? Amount { get; set; }

    /// <summary>The charge, if not the intent, is named.</summary>
    [JsonPropertyName("charge")]
    public string Charge { get; set; }

    /// <summary>The caller's own pairs.</summary>
    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; set; }

    /// <summary>The intent whose money is given back.</summary>
    [JsonPropertyName("payment_intent")]
    public string PaymentIntent { get; set; }

    /// <summary>See <see cref="RefundReasons"/>.</summary>
    [JsonPropertyName("reason")]
    public string Reason { get; set; }
}
