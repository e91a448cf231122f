using System.Text.Json.Serialization;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>One item of the answer to <c>GET /dapr/subscribe</c>.</summary>
internal sealed record SubscriptionDocument(
    [property: JsonPropertyName("pubsubname")] string? PubSubName,
    string? Topic,
    string? Route,
    SubscriptionDocument.RouteTable? Routes,
    Dictionary<string, string>? Metadata,
    string? DeadLetterTopic,
    SubscriptionDocument.Bulk? BulkSubscribe)
{
    internal sealed record RouteTable(IReadOnlyList<Rule>? Rules, string? Default);

    internal sealed record Rule(string? Match, string? Path);

    internal sealed record Bulk(bool Enabled);
}
