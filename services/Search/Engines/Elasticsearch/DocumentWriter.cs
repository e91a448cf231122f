using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Core.Bulk;
using TicketBooking.Search.Data;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// Writes documents in one request. The document's version is the index's too: an older one never overwrites a newer one, whatever comes late
/// or twice. Deleted events are documents with a status, because the server forgets the version of a deleted document after a minute.
/// </summary>
internal sealed class DocumentWriter(ElasticsearchClient client)
{
    /// <returns>What became of each document, in their order.</returns>
    /// <exception cref="EngineUnavailableException">None was written, as far as is known.</exception>
    public async Task<IReadOnlyList<WriteResult>> WriteAsync(string index, IReadOnlyList<StoredDocument> documents, CancellationToken cancellationToken)
    {
        var request = new BulkRequest(IndexServer.WriteAlias(index))
        {
            RequireAlias = true,
            Operations = [.. documents.Select(OperationOf)],
        };
        var answer = await client.BulkAsync(request, cancellationToken).ReadAsync(cancellationToken);
        // Not by position alone: what the server does not tell of is not written.
        var results = answer.Items.Where(item => item.Id is not null).ToLookup(item => item.Id!);
        return [.. documents.Select(document => ResultOf(document, results[$"{document.Document.Id}"].FirstOrDefault()))];
    }

    private static BulkIndexOperation<IndexedDocument> OperationOf(StoredDocument stored) => new(IndexedDocument.Of(stored.Document))
    {
        Id = stored.Document.Id,
        Version = stored.DocumentVersion,
        VersionType = VersionType.External,
    };

    private static WriteResult ResultOf(StoredDocument document, ResponseItem? item)
    {
        var outcome = item?.Status switch
        {
            // 409: the index has this version already, or a newer one.
            200 or 201 or 409 => WriteOutcome.Written,
            400 => WriteOutcome.Refused,
            404 => WriteOutcome.NoIndex,
            _ => WriteOutcome.Postponed,
        };
        var reason = outcome == WriteOutcome.Written ? null : $"{item?.Status.ToString() ?? "no result"} {item?.Error?.Type}: {item?.Error?.Reason}";
        return new WriteResult(document.Document.Id, document.DocumentVersion, outcome, reason);
    }
}

/// <summary>What became of a document; the worst last.</summary>
internal enum WriteOutcome
{
    /// <summary>The index has it, or a newer one.</summary>
    Written,

    /// <summary>The mapping refuses it, and will again.</summary>
    Refused,

    /// <summary>The server could not do it now.</summary>
    Postponed,

    /// <summary>The index is gone, or not made yet.</summary>
    NoIndex,
}

/// <param name="EventId">The event.</param>
/// <param name="DocumentVersion">What was to be written.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was not written.</param>
internal sealed record WriteResult(Guid EventId, long DocumentVersion, WriteOutcome Outcome, string? Reason);
