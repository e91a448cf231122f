namespace TicketBooking.Sidecar.PubSub;

/// <summary>What an app wants from one topic.</summary>
internal sealed record SubscriptionSpec(string PubSub, string Topic, string Route, bool IsRaw, string? DeadLetterTopic);
