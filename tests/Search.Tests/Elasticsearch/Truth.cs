using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Search.Data;
using TicketBooking.Testing;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>The database of the service, with events as messages leave them: a change of a row and its dirty row are one commit.</summary>
internal sealed class Truth : IAsyncDisposable
{
    /// <summary>Events $1 get status $2.</summary>
    public const string Change = """
        WITH changed AS (
          INSERT INTO tbl_event (id, version, status, title, language, venue_id, venue, city, starts_at, currency, min_price_minor, max_price_minor,
            title_key, head, document)
          SELECT id, 1, $2, 'Requiem', 'en', id, 'Old Hall', 'Leipzig', '2090-05-01', 'EUR', 1, 2, 'requiem', '', '' FROM unnest($1::uuid[]) AS id
          ON CONFLICT (id) DO UPDATE SET status = $2, document_version = tbl_event.document_version + 1
          RETURNING id, document_version)
        INSERT INTO tbl_dirty_event (event_id, document_version) SELECT id, document_version FROM changed
        ON CONFLICT (event_id) DO UPDATE SET document_version = excluded.document_version, due_at = now(), tries = 0
        """;

    private Truth(string connectionString) => (ConnectionString, Database) = (connectionString, NpgsqlDataSource.Create(connectionString));

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    public static async Task<Truth> CreateAsync()
    {
        await using var database = await TestPostgres.CreateAsync();
        var truth = new Truth(database.ConnectionString);
        foreach (var migration in Migration.EmbeddedIn(typeof(EventReads).Assembly))
        {
            await truth.Database.Command(migration.Sql).RunAsync(CancellationToken.None);
        }

        return truth;
    }

    /// <summary>Adds events, or changes all those that there are with <paramref name="ids"/>.</summary>
    public Task<int> ChangeAsync(params Guid[] ids) => ChangeAsync("SCHEDULED", ids);

    public Task<int> ChangeAsync(string status, params Guid[] ids) => Database.Command(Change, ids, status).RunAsync(CancellationToken.None);

    public static Guid[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    /// <summary>The database's clock decides what is due: that it moves is that everything was due earlier.</summary>
    public Task<int> PassAsync(TimeSpan time) =>
        Database.Command("UPDATE tbl_dirty_event SET due_at = due_at - $1, since = since - $1", time).RunAsync(CancellationToken.None);

    public Task<long> CountDirtyAsync() => Database.Command("SELECT count(*) FROM tbl_dirty_event").ScalarAsync<long>(CancellationToken.None);

    public async Task<string?> ServingAsync() =>
        (await SearchIndexes.ListAsync(Database, CancellationToken.None)).Find(index => index.Serves)?.Name;

    /// <summary>Every event's version: what an index must have.</summary>
    public async Task<Dictionary<Guid, long>> VersionsAsync() =>
        (await Database.Command("SELECT id, document_version FROM tbl_event")
            .ListAsync(row => (Id: row.GetGuid(0), Version: row.GetInt64(1)), CancellationToken.None)).ToDictionary(row => row.Id, row => row.Version);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
