namespace TicketBooking.Contracts;

/// <summary>
/// Names of the Dapr components that services call by name, the same in every set of <c>components/</c>. There are also <c>pubsub</c> of the
/// outboxes' messages, and <c>statestore</c> and <c>secretstore</c>, which only sidecars use.
/// </summary>
public static class ComponentNames
{
    /// <summary>Carries hints: every instance of a subscriber gets every message, or misses it.</summary>
    public const string LiveFeed = "livefeed";

    /// <summary>Locks of seats, for booking.</summary>
    public const string LockStore = "lockstore";

    /// <summary>Token buckets that the gateways share.</summary>
    public const string BucketStore = "bucketstore";
}
