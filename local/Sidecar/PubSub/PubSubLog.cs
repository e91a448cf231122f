namespace TicketBooking.Sidecar.PubSub;

/// <summary>Log lines of pub/sub, event ids 7100-7199.</summary>
internal static partial class PubSubLog
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "{AppId} subscribes to {Count} topics")]
    public static partial void Subscribed(ILogger logger, string appId, int count);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Error, Message = "{AppId}: {Wish} is ignored: {Reason}")]
    public static partial void SubscriptionIgnored(ILogger logger, string appId, string wish, string reason);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Warning, Message = "{AppId} refused {Message}: {Reason}; retry in {Pause}")]
    public static partial void Retrying(ILogger logger, string appId, StoredMessage message, string reason, TimeSpan pause);

    [LoggerMessage(EventId = 7104, Level = LogLevel.Error, Message = "{AppId} gave up {Message}: {Reason}; dead letter topic {DeadLetterTopic}")]
    public static partial void GaveUp(ILogger logger, string appId, StoredMessage message, string reason, string deadLetterTopic);

    [LoggerMessage(EventId = 7105, Level = LogLevel.Warning, Message = "{AppId} dropped {Message}: {Reason}")]
    public static partial void Dropped(ILogger logger, string appId, StoredMessage message, string reason);

    [LoggerMessage(EventId = 7106, Level = LogLevel.Error, Message = "Delivery of {Topic}/{Partition} to {AppId} stopped; trying again")]
    public static partial void PumpFailed(ILogger logger, Exception exception, string appId, string topic, short partition);

    [LoggerMessage(EventId = 7108, Level = LogLevel.Information, Message = "{AppId} missed the broadcast {Message}: {Reason}")]
    public static partial void NotBroadcast(ILogger logger, string appId, StoredMessage message, string reason);

    [LoggerMessage(EventId = 7110, Level = LogLevel.Error, Message = "Subscriptions of {AppId} could not be started; trying again")]
    public static partial void NotApplied(ILogger logger, Exception exception, string appId);
}
