using Npgsql;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Rebuild;

/// <param name="Events">Events that event-core has.</param>
/// <param name="Changed">How many of them were other than here.</param>
/// <param name="Deleted">Events that were here and are no more.</param>
/// <param name="Unreadable">Events without a document, which were left out.</param>
internal sealed record RebuildResult(int Events, long Changed, long Deleted, int Unreadable);

/// <summary>
/// Makes the truth what event-core and seats have. Messages go on meanwhile and nothing of them is lost: what is read is applied as a message
/// is, by its version, and an event counts as deleted only if it was here before the reading began and has not changed since.
/// </summary>
internal sealed partial class TruthRebuild(
    NpgsqlDataSource database, EventListing events, AvailabilityListing availability, ILogger<TruthRebuild> logger)
{
    /// <exception cref="HttpRequestException">Event-core or seats cannot be asked. What was read until then counts.</exception>
    public async Task<RebuildResult> RunAsync(CancellationToken cancellationToken)
    {
        var before = await EventReads.VersionsAsync(database, cancellationToken);
        var (count, changed, unreadable) = (0, 0L, 0);
        await foreach (var page in events.PagesAsync(cancellationToken))
        {
            var documents = page.Select(EventDocument.Of).Where(read => read.Document is not null).Select(read => read.Document!).ToArray();
            changed += await EventWrites.ApplyAsync(database, documents, cancellationToken);
            Array.ForEach(page, message => before.Remove(message.EventId));
            (count, unreadable) = (count + page.Length, unreadable + page.Length - documents.Length);
        }

        var deleted = await EventWrites.MarkDeletedAsync(database, before, cancellationToken);
        await foreach (var page in availability.PagesAsync(cancellationToken))
        {
            await AvailabilityTable.ApplyAsync(database, page, cancellationToken);
        }

        await RebuildTable.FinishAsync(database, cancellationToken);
        LogRebuilt(count, changed, deleted);
        return new(count, changed, deleted, unreadable);
    }

    [LoggerMessage(5002, LogLevel.Information, "Read {Count} events from event-core: {Changed} were other than here, {Deleted} are no more.")]
    private partial void LogRebuilt(int count, long changed, long deleted);
}
