using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Parameters of cancelling a payment intent.</summary>
public class PaymentIntentCancelOptions : BaseOptions
{
    /// <summary><c>duplicate</c>, <c>fraudulent</c>, <c>requested_by_customer</c> or <c>abandoned</c>.</summary>
    [JsonPropertyName("cancellation_reason")]
    public string CancellationReason { get; set; }
}
