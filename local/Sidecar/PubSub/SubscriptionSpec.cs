namespace TicketBooking.Sidecar.PubSub;

/// <summary>How many messages go into one delivery, and how long they are gathered.</summary>
internal sealed record BulkSize(int MaxMessages, TimeSpan MaxWait);

/// <summary>What an app wants from one topic. Without <see cref="Bulk"/> each message is a delivery of its own.</summary>
internal sealed record SubscriptionSpec(string PubSub, string Topic, string Route, bool IsRaw, string? DeadLetterTopic, BulkSize? Bulk);
