namespace TicketBooking.Sidecar.PubSub;

/// <summary>Most messages of one delivery.</summary>
internal sealed record BulkSize(int MaxMessages);

/// <summary>An app's subscription to one topic. Without <see cref="Bulk"/> each message is a delivery of its own.</summary>
internal sealed record SubscriptionSpec(string PubSub, string Topic, string Route, bool IsRaw, string? DeadLetterTopic, BulkSize? Bulk);
