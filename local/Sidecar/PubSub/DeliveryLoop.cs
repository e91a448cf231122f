using Npgsql;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Stays with one message until its subscriber is done with it: retries by the component's policy, then the dead-letter topic;
/// without one it starts over for ever, as Kafka's consumer does. An app that is not there uses up no attempts.
/// </summary>
internal sealed class DeliveryLoop(string appId, Delivery delivery, SubscriptionSpec subscription, RetryPolicy policy, LogWriter writer, ILogger logger)
{
    private static readonly TimeSpan StartOverPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnreachablePause = TimeSpan.FromMilliseconds(50);

    public async Task DeliverAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        var retry = 0;
        while (true)
        {
            var answer = await delivery.TryAsync(message, cancellationToken);
            switch (answer.Verdict)
            {
                case Verdict.Done:
                    return;
                case Verdict.Drop:
                    await DropAsync(message, answer, cancellationToken);
                    return;
                case Verdict.Unreachable:
                    await Task.Delay(UnreachablePause, cancellationToken);
                    break;
                default:
                    if (policy.Pause(retry) is null && subscription.DeadLetterTopic is { } topic)
                    {
                        PubSubLog.GaveUp(logger, appId, message.Topic, message.Partition, message.Position, answer.Reason, topic);
                        await DeadLetterAsync(message, topic, cancellationToken);
                        return;
                    }

                    retry = await PauseAsync(message, answer, retry, cancellationToken);
                    break;
            }
        }
    }

    private async Task<int> PauseAsync(StoredMessage message, Answer answer, int retry, CancellationToken cancellationToken)
    {
        var pause = policy.Pause(retry);
        PubSubLog.Retrying(logger, appId, message.Topic, message.Partition, message.Position, answer.Reason, pause ?? StartOverPause);
        await Task.Delay(pause ?? StartOverPause, cancellationToken);
        return pause is null ? 0 : retry + 1;
    }

    private async Task DropAsync(StoredMessage message, Answer answer, CancellationToken cancellationToken)
    {
        PubSubLog.Dropped(logger, appId, message.Topic, message.Partition, message.Position, answer.Reason);
        if (subscription.DeadLetterTopic is { } topic)
        {
            await DeadLetterAsync(message, topic, cancellationToken);
        }
    }

    /// <summary>The bytes and the metadata as they were. A crash before the offset moves may leave a second copy.</summary>
    /// <exception cref="NpgsqlException">The log cannot be written; the message stays where it is.</exception>
    private Task DeadLetterAsync(StoredMessage message, string topic, CancellationToken cancellationToken) =>
        writer.AppendAsync(
            [new(message.PubSub, topic, Partitions.For(message.Key, null), message.Key, message.Metadata, message.Data)], cancellationToken);
}
