using Npgsql;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;

namespace TicketBooking.Search.Rebuild;

/// <param name="Events">Events that event-core has.</param>
/// <param name="Differences">Those that lasted, at most <see cref="IndexComparison.Most"/>.</param>
internal sealed record IndexComparisonResult(int Events, IReadOnlyList<IndexDifference> Differences);

/// <summary>
/// Compares the truth with event-core and seats, and what the engine has indexed with the truth. Everything changes all the time: a difference
/// counts when it is there unchanged at a second look.
/// </summary>
internal sealed class IndexComparison(
    NpgsqlDataSource database, EventListing events, AvailabilityListing availability, ISearchEngine engine, TimeProvider clock)
{
    /// <summary>The most differences that are kept.</summary>
    public const int Most = 10_000;

    private const int PageSize = 500;

    /// <param name="settleTime">The time between the two looks.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="HttpRequestException">Event-core or seats cannot be asked.</exception>
    /// <exception cref="EngineUnavailableException">The engine cannot be asked.</exception>
    public async Task<IndexComparisonResult> RunAsync(TimeSpan settleTime, CancellationToken cancellationToken)
    {
        var (count, first) = await LookAsync(cancellationToken);
        if (first.Count == 0)
        {
            return new(count, []);
        }

        await Task.Delay(settleTime, clock, cancellationToken);
        var (again, second) = await LookAsync(cancellationToken);
        return new(again, [.. second.Intersect(first)]);
    }

    private async Task<(int Events, List<IndexDifference> Differences)> LookAsync(CancellationToken cancellationToken)
    {
        var differences = new List<IndexDifference>();
        var count = await CompareEventsAsync(differences, cancellationToken);
        await CompareAvailabilityAsync(differences, cancellationToken);
        await CompareIndexAsync(differences, cancellationToken);
        return (count, differences);
    }

    private async Task<int> CompareEventsAsync(List<IndexDifference> differences, CancellationToken cancellationToken)
    {
        var count = 0;
        var unseen = await EventReads.VersionsAsync(database, cancellationToken);
        await foreach (var page in events.PagesAsync(cancellationToken))
        {
            var ids = Array.ConvertAll(page, message => message.EventId);
            var stored = (await EventReads.FindAsync(database, ids, cancellationToken)).ToDictionary(row => row.Document.Id, row => row.Document);
            Keep(differences, page.Select(message =>
                IndexDifference.Of(message.EventId, EventDocument.Of(message).Document, stored.GetValueOrDefault(message.EventId))));
            Array.ForEach(ids, id => unseen.Remove(id));
            count += page.Length;
        }

        foreach (var ids in unseen.Keys.Chunk(PageSize))
        {
            var surplus = await EventReads.FindAsync(database, ids, cancellationToken);
            Keep(differences, surplus.Select(row => IndexDifference.Of(row.Document.Id, null, row.Document)));
        }

        return count;
    }

    private async Task CompareAvailabilityAsync(List<IndexDifference> differences, CancellationToken cancellationToken)
    {
        await foreach (var page in availability.PagesAsync(cancellationToken))
        {
            var stored = await AvailabilityTable.FindAsync(database, Array.ConvertAll(page, count => count.EventId), cancellationToken);
            Keep(differences, page.Select(count => IndexDifference.Of(count, stored.GetValueOrDefault(count.EventId))));
        }
    }

    private async Task CompareIndexAsync(List<IndexDifference> differences, CancellationToken cancellationToken)
    {
        var stored = await EventReads.AllVersionsAsync(database, cancellationToken);
        IReadOnlyList<IndexedEvent> page;
        var after = Guid.Empty;
        do
        {
            page = await engine.ListAsync(after, PageSize, cancellationToken);
            foreach (var indexed in page)
            {
                Keep(differences, [IndexDifference.Of(indexed.Id, stored.Remove(indexed.Id, out var version) ? version : null, indexed.DocumentVersion)]);
                after = indexed.Id;
            }
        }
        while (page.Count == PageSize);

        Keep(differences, stored.Select(row => IndexDifference.Of(row.Key, row.Value, null)));
    }

    private static void Keep(List<IndexDifference> kept, IEnumerable<IndexDifference?> found) =>
        kept.AddRange(found.OfType<IndexDifference>().Take(Most - kept.Count));
}
