using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Which payment intents.</summary>
public class PaymentIntentListOptions : ListOptions
{
    /// <summary>Those made at a time, or between times.</summary>
    [JsonPropertyName("created")]
    public AnyOf<DateTime?, DateRangeOptions> Created { get; set; }

    /// <summary>Those of this customer.</summary>
    [JsonPropertyName("customer")]
    public string Customer { get; set; }
}
