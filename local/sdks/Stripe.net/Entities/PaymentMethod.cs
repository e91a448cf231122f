using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>What is paid with.</summary>
public class PaymentMethod : StripeEntity, IHasObject
{
    /// <summary><c>pm_…</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("object")]
    public string Object { get; set; }

    /// <summary>Such as <c>card</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; }
}
