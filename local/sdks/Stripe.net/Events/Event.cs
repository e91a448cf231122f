using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Something that happened at Stripe, as its webhooks tell it.</summary>
public class Event : StripeEntity, IHasObject
{
    /// <summary><c>evt_…</c>; the same for every delivery of the same event.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("object")]
    public string Object { get; set; }

    /// <summary>The connected account it is about.</summary>
    [JsonPropertyName("account")]
    public string Account { get; set; }

    /// <summary>The API version that <see cref="Data"/> is written in.</summary>
    [JsonPropertyName("api_version")]
    public string ApiVersion { get; set; }

    /// <summary>When it happened, UTC.</summary>
    [JsonPropertyName("created")]
    public DateTime Created { get; set; }

    /// <summary>What it happened to.</summary>
    [JsonPropertyName("data")]
    public EventData Data { get; set; }

    /// <summary>False in test mode.</summary>
    [JsonPropertyName("livemode")]
    public bool Livemode { get; set; }

    /// <summary>Deliveries still to be made.</summary>
    [JsonPropertyName("pending_webhooks")]
    public long PendingWebhooks { get; set; }

    /// <summary>What caused it.</summary>
    [JsonPropertyName("request")]
    public EventRequest Request { get; set; }

    /// <summary>See <see cref="EventTypes"/>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; }
}
