using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Which refunds.</summary>
public class RefundListOptions : ListOptions
{
    /// <summary>Those of this charge.</summary>
    [JsonPropertyName("charge")]
    public string Charge { get; set; }

    /// <summary>Those made at a time, or between times.</summary>
    [JsonPropertyName("created")]
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    /// <summary>Those of this intent.</summary>
    [JsonPropertyName("payment_intent")]
    public string PaymentIntent { get; set; }
}
