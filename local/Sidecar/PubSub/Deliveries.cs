using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Delivers messages until their subscriber is done with them: retries by the component's policy, then the dead-letter topic.
/// Without one it starts over for ever, as Kafka's consumer does. An app that is not there uses up no attempts.
/// </summary>
internal sealed class Deliveries(DeliveryAttempt attempt, LogWriter writer, ComponentSet components, ILogger<Deliveries> logger)
{
    private static readonly TimeSpan StartOverPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnreachablePause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when none of the messages is left.</summary>
    public async Task CarryAsync(App app, SubscriptionSpec spec, IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken)
    {
        var policy = components.Resiliency.Inbound(spec.PubSub);
        for (var retry = 0; messages.Count > 0;)
        {
            var answers = messages.Zip(await attempt.TryAsync(app, spec, messages, policy.Timeout, cancellationToken)).ToLookup(a => a.Second.Verdict);
            foreach (var (message, answer) in answers[Verdict.Drop])
            {
                PubSubLog.Dropped(logger, app.Id, message, answer.Reason);
                await DeadLetterAsync(message, spec);
            }

            if (answers[Verdict.Unreachable].Any())
            {
                messages = [.. answers[Verdict.Unreachable].Concat(answers[Verdict.Failed]).Select(a => a.First).OrderBy(m => m.Position)];
                await Task.Delay(UnreachablePause, cancellationToken);
                continue;
            }

            messages = await RetryOrGiveUpAsync(app, spec, [.. answers[Verdict.Failed]], policy.Retry.Pause(retry), cancellationToken);
            retry = policy.Retry.Pause(retry) is null ? 0 : retry + 1;
        }
    }

    // What is to be tried again, after the pause.
    private async Task<IReadOnlyList<StoredMessage>> RetryOrGiveUpAsync(
        App app, SubscriptionSpec spec, List<(StoredMessage Message, Answer Answer)> failed, TimeSpan? pause, CancellationToken cancellationToken)
    {
        if (pause is null && spec.DeadLetterTopic is { } topic)
        {
            foreach (var (message, answer) in failed)
            {
                PubSubLog.GaveUp(logger, app.Id, message, answer.Reason, topic);
                await DeadLetterAsync(message, spec);
            }

            return [];
        }

        if (failed.Count > 0)
        {
            PubSubLog.Retrying(logger, app.Id, failed[0].Message, failed[0].Answer.Reason, pause ?? StartOverPause);
            await Task.Delay(pause ?? StartOverPause, cancellationToken);
        }

        return [.. failed.Select(f => f.Message)];
    }

    /// <summary>The bytes and the metadata as they were. A crash before the offset moves may leave a second copy.</summary>
    private Task DeadLetterAsync(StoredMessage stored, SubscriptionSpec spec) => spec.DeadLetterTopic is { } topic
        ? writer.AppendAsync([stored.Message with { Topic = topic, Partition = Partitions.For(stored.Message.Key) }])
        : Task.CompletedTask;
}
