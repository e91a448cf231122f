using Npgsql;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Stays with messages until their subscriber is done with them: retries by the component's policy, then the dead-letter topic;
/// without one it starts over for ever, as Kafka's consumer does. An app that is not there uses up no attempts.
/// </summary>
internal sealed class Deliveries(DeliveryAttempt attempt, LogWriter writer, ComponentSet components, ILogger<Deliveries> logger)
{
    private static readonly TimeSpan StartOverPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnreachablePause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when none of the messages is left.</summary>
    public async Task CarryAsync(App app, SubscriptionSpec spec, IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken)
    {
        var (retry, left) = (0, messages);
        while (true)
        {
            var answers = left.Zip(await attempt.TryAsync(app, spec, left, components.Resiliency.Inbound(spec.PubSub).Timeout, cancellationToken)).ToList();
            foreach (var (message, answer) in answers.Where(a => a.Second.Verdict == Verdict.Drop))
            {
                PubSubLog.Dropped(logger, app.Id, message, answer.Reason);
                await DeadLetterAsync(message, spec, cancellationToken);
            }

            var failed = answers.FindAll(a => a.Second.Verdict is Verdict.Failed or Verdict.Unreachable);
            if (failed.Count == 0)
            {
                return;
            }

            left = [.. failed.Select(f => f.First)];
            if (failed[^1].Second.Verdict == Verdict.Unreachable)
            {
                await Task.Delay(UnreachablePause, cancellationToken);
            }
            else if (await GiveUpAsync(app, spec, failed, retry, cancellationToken))
            {
                return;
            }
            else
            {
                retry = await PauseAsync(app, spec, failed, retry, cancellationToken);
            }
        }
    }

    private async Task<bool> GiveUpAsync(
        App app, SubscriptionSpec spec, List<(StoredMessage Message, Answer Answer)> failed, int retry, CancellationToken cancellationToken)
    {
        if (spec.DeadLetterTopic is null || RetryPolicy(spec).Pause(retry) is not null)
        {
            return false;
        }

        foreach (var (message, answer) in failed)
        {
            PubSubLog.GaveUp(logger, app.Id, message, answer.Reason, spec.DeadLetterTopic);
            await DeadLetterAsync(message, spec, cancellationToken);
        }

        return true;
    }

    private async Task<int> PauseAsync(
        App app, SubscriptionSpec spec, List<(StoredMessage Message, Answer Answer)> failed, int retry, CancellationToken cancellationToken)
    {
        var pause = RetryPolicy(spec).Pause(retry);
        PubSubLog.Retrying(logger, app.Id, failed[0].Message, failed[0].Answer.Reason, pause ?? StartOverPause);
        await Task.Delay(pause ?? StartOverPause, cancellationToken);
        return pause is null ? 0 : retry + 1;
    }

    private RetryPolicy RetryPolicy(SubscriptionSpec spec) => components.Resiliency.Inbound(spec.PubSub).Retry;

    /// <summary>The bytes and the metadata as they were. A crash before the offset moves may leave a second copy.</summary>
    /// <exception cref="NpgsqlException">The log cannot be written; the message stays where it is.</exception>
    private Task DeadLetterAsync(StoredMessage stored, SubscriptionSpec spec, CancellationToken cancellationToken) => spec.DeadLetterTopic is { } topic
        ? writer.AppendAsync([stored.Message with { Topic = topic, Partition = Partitions.For(stored.Message.Key, null) }], cancellationToken)
        : Task.CompletedTask;
}
