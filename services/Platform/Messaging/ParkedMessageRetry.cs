using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>Tries parked messages again when they are due: after a tenth of a second, then ever later, at most five minutes apart.</summary>
internal sealed partial class ParkedMessageRetry(
    NpgsqlDataSource database,
    SubscriptionTable subscriptions,
    MessageProcessor processor,
    ParkedMessages parked,
    TimeProvider clock,
    ILogger<ParkedMessageRetry> logger) : BackgroundService
{
    private const int AtOnce = 100;

    // Counting reads the whole table.
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private DateTimeOffset _nextCount;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await parked.SleepAsync(await TryDueAsync(stoppingToken), stoppingToken);
        }
    }

    /// <returns>How long until more is due.</returns>
    private async Task<TimeSpan> TryDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var due = await ParkedMessageTable.LeaseAsync(database, AtOnce, Lease, cancellationToken);
            foreach (var messages in due.GroupBy(message => message.Topic))
            {
                await TryAsync(messages.Key, [.. messages], cancellationToken);
            }

            var next = due.Count == AtOnce ? TimeSpan.Zero : await ParkedMessageTable.NextDueAsync(database, cancellationToken) ?? Longest;
            await MeasureAsync(cancellationToken);
            return TimeSpan.FromTicks(Math.Clamp(next.Ticks, Shortest.Ticks, Longest.Ticks));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: the leases end, and the messages are due again.
            LogFailed(exception);
            return Longest;
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < _nextCount)
        {
            return;
        }

        _nextCount = clock.GetUtcNow() + CountEvery;
        var (waiting, dead) = await ParkedMessageTable.CountAsync(database, cancellationToken);
        MessagingMetrics.Waiting(waiting, dead);
    }

    private async Task TryAsync(string topic, DueMessage[] due, CancellationToken cancellationToken)
    {
        if (subscriptions.Find(topic) is not { } subscription)
        {
            await parked.LeaveToOperatorAsync(topic, [.. due.Select(message => (message.Id, "No handler hears its topic."))], cancellationToken);
            return;
        }

        var outcomes = due.Zip(await processor.ApplyAsync(subscription, [.. due.Select(message => message.Body)], cancellationToken))
            .ToLookup(pair => pair.Second.Kind, pair => (pair.First.Id, Outcome: pair.Second));
        await ParkedMessageTable.DeleteAsync(database, [.. outcomes[OutcomeKind.Done].Select(done => done.Id)], cancellationToken);
        await ParkedMessageTable.PostponeAsync(database, [.. outcomes[OutcomeKind.NotYet]], cancellationToken);
        await parked.LeaveToOperatorAsync(
            topic, [.. outcomes[OutcomeKind.Unreadable].Select(unreadable => (unreadable.Id, unreadable.Outcome.Reason))], cancellationToken);
    }

    [LoggerMessage(123, LogLevel.Warning, "Parked messages could not be tried; trying again.")]
    private partial void LogFailed(Exception exception);
}
