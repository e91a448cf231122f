using Microsoft.Extensions.Logging;

namespace TicketBooking.Platform;

/// <summary>
/// Answers the sidecar's deliveries. A message holds up no later one: it is applied, or parked in the service's own table, or dropped to the
/// dead letter when it cannot be read. Only while the database cannot be reached an exception passes, so that the sidecar retries all of them.
/// </summary>
internal sealed partial class Deliveries(MessageProcessor processor, ParkedMessages parked, ILogger<Deliveries> logger)
{
    public async Task<BulkAnswer> TakeAsync(Subscription subscription, BulkDelivery delivery, CancellationToken cancellationToken)
    {
        var outcomes = await processor.ApplyAsync(subscription, [.. delivery.Entries.Select(entry => entry.Body)], cancellationToken);
        var results = delivery.Entries.Zip(outcomes).ToList();
        var late = results.Where(result => result.Second.Kind == OutcomeKind.NotYet).Select(result => Park(subscription, result.First, result.Second));
        if (late.ToList() is { Count: > 0 } messages)
        {
            await parked.ParkAsync(messages, cancellationToken);
        }

        return new([.. results.Select(result => new EntryStatus(result.First.EntryId, Status(subscription, result.Second)))]);
    }

    private static NewParkedMessage Park(Subscription subscription, BulkEntry entry, Outcome outcome) =>
        new(subscription.Topic, ParkedMessages.IdOf(outcome.RowId, entry.Body), entry.Key, entry.Body, outcome.Reason, outcome.WaitsFor, IsDead: false);

    private string Status(Subscription subscription, Outcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Unreadable)
        {
            return EntryStatus.Success;
        }

        MessagingMetrics.Dropped(subscription.Topic);
        LogDropped(subscription.Topic, outcome.Reason);
        return EntryStatus.Drop;
    }

    [LoggerMessage(105, LogLevel.Error, "A message of {Topic} cannot be read and goes to the dead-letter topic: {Reason}")]
    private partial void LogDropped(string topic, string reason);
}
