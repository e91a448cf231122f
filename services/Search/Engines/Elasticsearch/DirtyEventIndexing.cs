using Npgsql;
using TicketBooking.Search.Data;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>Writes changed events to every index. All instances look, and each takes what no other has.</summary>
internal sealed partial class DirtyEventIndexing(
    NpgsqlDataSource database, DocumentWriter writer, TimeProvider clock, ILogger<DirtyEventIndexing> logger) : BackgroundService
{
    private const int AtOnce = 500;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Longer than the longest request.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private DateTimeOffset _nextMeasure;
    private int _failures;
    private string? _newer;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var pause = await TryIndexAsync(stoppingToken);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }

    /// <returns>How long until there may be more to do.</returns>
    private async Task<TimeSpan> TryIndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MeasureAsync(cancellationToken);
            var pause = await IndexAsync(cancellationToken) ? TimeSpan.Zero : LookEvery;
            _failures = 0;
            return pause;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: events that were taken are due again, at the latest when their lease ends.
            if (_failures++ == 0)
            {
                LogFailed(exception);
            }

            return RetryPause.After(_failures) is var pause && pause < LongestPause ? pause : LongestPause;
        }
    }

    /// <returns>Whether there may be more that is due.</returns>
    private async Task<bool> IndexAsync(CancellationToken cancellationToken)
    {
        var leased = await DirtyEvents.LeaseAsync(database, AtOnce, Lease, cancellationToken);
        if (leased.Count == 0)
        {
            return false;
        }

        // Not before the lease is committed: an index that is told of later is filled with what these events are now. See ElasticsearchIndexes.
        var indexes = await SearchIndexes.ListAsync(database, cancellationToken);
        if (indexes.Count == 0 || IsOfNewerRelease(indexes))
        {
            await DirtyEvents.ReleaseAsync(database, Ids(leased), [.. leased.Select(dirty => dirty.DocumentVersion)], LookAgain, cancellationToken);
            return false;
        }

        var documents = await EventReads.FindAsync(database, Ids(leased), cancellationToken);
        var failures = new List<EngineUnavailableException>();
        var results = await Task.WhenAll(indexes.Select(index => WriteAsync(index.Name, documents, failures, cancellationToken)));
        var tries = leased.ToDictionary(dirty => dirty.EventId, dirty => dirty.Tries);
        var isAllWritten = await SettleAsync(
            [.. results.SelectMany(result => result).GroupBy(result => result.EventId).Select(Worst)], tries, cancellationToken);
        return failures.Count == 0 ? isAllWritten && leased.Count == AtOnce : throw failures[0];
    }

    /// <summary>
    /// A document of this release would lack fields that a newer release's index has, and would count as written: the newer release does it.
    /// </summary>
    private bool IsOfNewerRelease(List<SearchIndex> indexes)
    {
        var newer = indexes.Find(index => IndexServer.MappingVersion(index.Name) > EventMapping.Version);
        if (newer is not null && _newer != newer.Name)
        {
            LogNewer(newer.Name);
        }

        _newer = newer?.Name;
        return newer is not null;
    }

    private async Task<IReadOnlyList<WriteResult>> WriteAsync(
        string index, List<StoredDocument> documents, List<EngineUnavailableException> failures, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(index, documents, cancellationToken);
        }
        catch (EngineUnavailableException exception)
        {
            lock (failures)
            {
                failures.Add(exception);
            }

            return [.. documents.Select(document => new WriteResult(document.Document.Id, document.DocumentVersion, WriteOutcome.Postponed, exception.Message))];
        }
    }

    private static WriteResult Worst(IEnumerable<WriteResult> results) => results.MaxBy(result => result.Outcome)!;

    /// <returns>False when the server could not do it all now.</returns>
    private async Task<bool> SettleAsync(IReadOnlyList<WriteResult> results, Dictionary<Guid, int> tries, CancellationToken cancellationToken)
    {
        var written = results.Where(result => result.Outcome == WriteOutcome.Written).ToArray();
        await DirtyEvents.DoneAsync(database, Ids(written), Versions(written), cancellationToken);
        IndexingMetrics.Indexed("written", written.Length);

        var refused = results.Where(result => result.Outcome == WriteOutcome.Refused).ToArray();
        await DirtyEvents.PostponeAsync(database, Ids(refused), Versions(refused), RetryPause.OfRefused, cancellationToken);
        IndexingMetrics.Indexed("refused", refused.Length);
        foreach (var result in refused)
        {
            LogRefused(result.EventId, result.Reason);
        }

        var later = results.Where(result => result.Outcome is WriteOutcome.Postponed or WriteOutcome.NoIndex).ToArray();
        foreach (var alike in later.GroupBy(result => RetryPause.After(tries[result.EventId])))
        {
            await DirtyEvents.PostponeAsync(database, Ids(alike), Versions(alike), alike.Key, cancellationToken);
        }

        IndexingMetrics.Indexed("postponed", later.Length);
        return later.Length == 0;
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() >= _nextMeasure)
        {
            IndexingMetrics.Lag(await DirtyEvents.LagAsync(database, cancellationToken));
            _nextMeasure = clock.GetUtcNow() + MeasureEvery;
        }
    }

    private static Guid[] Ids(IEnumerable<DirtyEvent> dirty) => [.. dirty.Select(item => item.EventId)];

    private static Guid[] Ids(IEnumerable<WriteResult> results) => [.. results.Select(result => result.EventId)];

    private static long[] Versions(IEnumerable<WriteResult> results) => [.. results.Select(result => result.DocumentVersion)];

    [LoggerMessage(5054, LogLevel.Error, "Changed events could not be indexed; trying again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(5055, LogLevel.Error, "The index refuses event {EventId}, which is not found until it changes: {Reason}")]
    private partial void LogRefused(Guid eventId, string? reason);

    [LoggerMessage(5056, LogLevel.Warning, "Index {Name} is of a newer release, which does the indexing. To go back for good, rebuild the index with this release.")]
    private partial void LogNewer(string name);
}
