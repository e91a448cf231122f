using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>
/// Connections for searches only: few, and each statement ends after a time, so that searches hold up neither the subscriptions nor each other.
/// </summary>
internal sealed class SearchDatabase : IAsyncDisposable
{
    private const int MostConnections = 20;

    // Reading all rows looks cheap to the planner, which does not see that the words of each lie elsewhere. A page of hits needs no compiled code,
    // and its rows should not go to disk.
    private const string Planning = "-c enable_seqscan=off -c jit=off -c work_mem=32MB";

    // A quarter: words of four letters that differ in one in the middle have as much in common. Two fifths: a beginning with one letter missing.
    private const string Thresholds = "-c pg_trgm.similarity_threshold=0.25 -c pg_trgm.word_similarity_threshold=0.4";

    public SearchDatabase(IConfiguration configuration, IOptions<SearchOptions> options, ILoggerFactory logging)
    {
        var timeout = options.Value.Timeout;
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Database"))
        {
            Options = $"{Planning} {Thresholds}",
            MaxPoolSize = MostConnections,
            // For a connection, when all are busy.
            Timeout = (int)Math.Ceiling(timeout.TotalSeconds),
        };
        Source = Databases.Open(settings.ConnectionString, "search-queries", logging, ConnectionLimits.OfServices with { Statement = timeout });
    }

    public NpgsqlDataSource Source { get; }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
