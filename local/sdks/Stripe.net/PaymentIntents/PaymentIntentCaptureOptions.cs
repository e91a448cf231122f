using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters of taking what was authorised.</summary>
public class PaymentIntentCaptureOptions : BaseOptions
{
    /// <summary>In the currency's minor unit; by default all of it.</summary>
    [JsonPropertyName("amount_to_capture")]
    public long? AmountToCapture { get; set; }

    /// <summary>The caller's own pairs.</summary>
    [JsonPropertyName("metadata")]
    public Dictionary<string, string> Metadata { get; set; }
}
