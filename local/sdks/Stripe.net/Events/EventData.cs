using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>What an event happened to.</summary>
public class EventData : StripeEntity
{
    /// <summary>
    /// The object as it was then: <see cref="PaymentIntent"/>, <see cref="Charge"/> or <see cref="Refund"/>; null for other kinds.
    /// </summary>
    [JsonPropertyName("object")]
    public IHasObject Object { get; set; }
}
