using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>The API request that caused an event; empty where Stripe caused it.</summary>
public class EventRequest : StripeEntity
{
    /// <summary><c>req_…</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <summary>The key it was sent with.</summary>
    [JsonPropertyName("idempotency_key")]
    public string IdempotencyKey { get; set; }
}
