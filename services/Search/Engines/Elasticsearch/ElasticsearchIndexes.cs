using Npgsql;
using TicketBooking.Search.Data;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// Keeps one whole index in service. An index is built beside the one that serves: told to all instances, made, filled from the truth, put in
/// service in one step; then the old one goes. Each step may be the last of a process, and the next instance goes on from what it finds.
/// </summary>
/// <remarks>
/// No change is missed while an index is filled. A change and its dirty row are one commit; a worker leases the row, and only then reads which
/// indexes there are. Either it sees the new index and writes to it, or the index was told later than the change was committed, and the fill,
/// which begins after that, reads the change.
/// </remarks>
internal sealed partial class ElasticsearchIndexes(
    IndexServer server, DocumentWriter writer, NpgsqlDataSource database, TimeProvider clock, ILogger<ElasticsearchIndexes> logger)
{
    private const int PageSize = 500;

    private static readonly TimeSpan WaitForOther = TimeSpan.FromSeconds(1);

    /// <summary>Builds an index when none serves, the serving one is gone, or its mapping is of an older release. Another instance may be at it.</summary>
    /// <exception cref="EngineUnavailableException">The server cannot do it now; what was begun is taken up or thrown away later.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (IsRight(await SearchIndexes.ListAsync(database, cancellationToken), await server.ListAsync(cancellationToken)))
        {
            return;
        }

        await using var holder = await AdvisoryLock.TryTakeAsync(database, AdvisoryLock.Indexes, cancellationToken);
        if (holder is not null && await TidyAsync(holder, cancellationToken) is not { IsOfThisRelease: true })
        {
            await BuildAsync(holder, cancellationToken);
        }
    }

    /// <summary>Builds an index anew, whatever serves now. Waits until no other instance builds.</summary>
    /// <exception cref="EngineUnavailableException">The server cannot do it now; what served before still does.</exception>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        AdvisoryLock? holder;
        while ((holder = await AdvisoryLock.TryTakeAsync(database, AdvisoryLock.Indexes, cancellationToken)) is null)
        {
            await Task.Delay(WaitForOther, clock, cancellationToken);
        }

        await using (holder)
        {
            await TidyAsync(holder, cancellationToken);
            await BuildAsync(holder, cancellationToken);
        }
    }

    private static bool IsRight(List<SearchIndex> told, IReadOnlyList<ServerIndex> found) =>
        told is [{ Serves: true } only] && found is [{ IsRead: true } there] && there.Name == only.Name
        && IndexServer.MappingVersion(only.Name) >= EventMapping.Version;

    /// <summary>Ends what an instance left that died: finishes a step or undoes it.</summary>
    /// <returns>The index that serves; null when there is none.</returns>
    private async Task<ServingIndex?> TidyAsync(AdvisoryLock holder, CancellationToken cancellationToken)
    {
        var told = await SearchIndexes.ListAsync(database, cancellationToken);
        var found = await server.ListAsync(cancellationToken);
        // An index is read by searches only when it was filled; so one that is read and was told of is whole, marked or not.
        var serving = told.Find(index => found.Any(there => there.IsRead && there.Name == index.Name));
        if (serving is { Serves: false })
        {
            await SearchIndexes.ServeAsync(holder, serving.Name, cancellationToken);
        }

        foreach (var index in told.Where(index => index != serving))
        {
            await SearchIndexes.RemoveAsync(holder, index.Name, cancellationToken);
        }

        // Without a serving one, an index that no row tells of is old, yet better than none until the new one is there.
        foreach (var index in found.Where(index => index.Name != serving?.Name && (serving is not null || !index.IsRead)))
        {
            await server.DeleteAsync(index.Name, cancellationToken);
        }

        return serving is null ? null : new ServingIndex(IndexServer.MappingVersion(serving.Name) >= EventMapping.Version);
    }

    private async Task BuildAsync(AdvisoryLock holder, CancellationToken cancellationToken)
    {
        var name = server.NewName(clock.GetUtcNow());
        LogBuilding(name);
        await SearchIndexes.AddAsync(holder, name, cancellationToken);
        await server.CreateAsync(name, cancellationToken);
        var count = await FillAsync(name, cancellationToken);

        var others = (await server.ListAsync(cancellationToken)).Where(index => index.Name != name).ToArray();
        await server.ServeAsync(name, others.Where(index => index.IsRead).Select(index => index.Name), cancellationToken);
        await SearchIndexes.ServeAsync(holder, name, cancellationToken);
        LogServes(name, count);
        foreach (var old in others)
        {
            await server.DeleteAsync(old.Name, cancellationToken);
        }
    }

    private async Task<long> FillAsync(string name, CancellationToken cancellationToken)
    {
        var count = 0L;
        var after = Guid.Empty;
        while (await EventReads.PageAsync(database, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            await WritePageAsync(name, page, cancellationToken);
            after = page[^1].Document.Id;
            count += page.Count;
        }

        return count;
    }

    /// <summary>Writes a page, again and again until only documents are left that the mapping refuses. The worker keeps and tells those.</summary>
    private async Task WritePageAsync(string name, List<StoredDocument> page, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var results = await TryWriteAsync(name, page, cancellationToken);
            if (results.FirstOrDefault(result => result.Outcome == WriteOutcome.NoIndex) is { } gone)
            {
                throw new EngineUnavailableException($"Index {name} went while it was built: {gone.Reason}");
            }

            if (!results.Any(result => result.Outcome == WriteOutcome.Postponed))
            {
                var refused = results.Where(result => result.Outcome == WriteOutcome.Refused).Select(result => result.EventId).ToArray();
                if (refused.Length > 0)
                {
                    await DirtyEvents.MarkAsync(database, refused, cancellationToken);
                }

                return;
            }

            LogPageWaits(name, results.First(result => result.Outcome == WriteOutcome.Postponed).Reason);
            await Task.Delay(RetryPause.After(tries), clock, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<WriteResult>> TryWriteAsync(string name, List<StoredDocument> page, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(name, page, cancellationToken);
        }
        catch (EngineUnavailableException exception)
        {
            return [.. page.Select(document => new WriteResult(document.Document.Id, document.DocumentVersion, WriteOutcome.Postponed, exception.Message))];
        }
    }

    [LoggerMessage(5050, LogLevel.Information, "Building index {Name}.")]
    private partial void LogBuilding(string name);

    [LoggerMessage(5051, LogLevel.Information, "Index {Name} with {Count} events serves.")]
    private partial void LogServes(string name, long count);

    [LoggerMessage(5052, LogLevel.Warning, "Building index {Name} waits; a page is written again: {Reason}")]
    private partial void LogPageWaits(string name, string? reason);

    private sealed record ServingIndex(bool IsOfThisRelease);
}
