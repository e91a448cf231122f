namespace TicketBooking.Sidecar.PubSub;

/// <summary>Log lines of pub/sub, event ids 7100-7199.</summary>
internal static partial class PubSubLog
{
    [LoggerMessage(7101, LogLevel.Information, "{AppId} subscribes to {Count} topics")]
    public static partial void Subscribed(ILogger logger, string appId, int count);

    [LoggerMessage(7102, LogLevel.Error, "{AppId}: {Wish} is ignored: {Reason}")]
    public static partial void SubscriptionIgnored(ILogger logger, string appId, string wish, string reason);

    [LoggerMessage(7103, LogLevel.Warning, "{AppId} refused {Message}: {Reason}; retry in {Pause}")]
    public static partial void Retrying(ILogger logger, string appId, StoredMessage message, string reason, TimeSpan pause);

    [LoggerMessage(7104, LogLevel.Error, "{AppId} gave up {Message}: {Reason}; dead letter topic {DeadLetterTopic}")]
    public static partial void GaveUp(ILogger logger, string appId, StoredMessage message, string reason, string deadLetterTopic);

    [LoggerMessage(7105, LogLevel.Warning, "{AppId} dropped {Message}: {Reason}")]
    public static partial void Dropped(ILogger logger, string appId, StoredMessage message, string reason);

    [LoggerMessage(7106, LogLevel.Error, "Delivery of {Topic}/{Partition} to {AppId} stopped; trying again")]
    public static partial void PumpFailed(ILogger logger, Exception exception, string appId, string topic, short? partition);

    [LoggerMessage(7108, LogLevel.Information, "{AppId} missed the broadcast {Message}: {Reason}")]
    public static partial void NotBroadcast(ILogger logger, string appId, StoredMessage message, string reason);

    [LoggerMessage(7110, LogLevel.Error, "Subscriptions of {AppId} could not be started; trying again")]
    public static partial void NotApplied(ILogger logger, Exception exception, string appId);
}
