using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <param name="Name">Its name on the server.</param>
/// <param name="Serves">Whether searches read it; else it is being built.</param>
internal sealed record SearchIndex(string Name, bool Serves);

/// <summary>Indexes outside this database. Only the holder of the lock changes them.</summary>
internal static class SearchIndexes
{
    /// <summary>All that changes are written to: the serving one first.</summary>
    public static Task<List<SearchIndex>> ListAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT name, serves FROM tbl_search_index ORDER BY serves DESC, name")
            .ListAsync(row => new SearchIndex(row.GetString(0), row.GetBoolean(1)), cancellationToken);

    /// <summary>Tells all instances of an index that is going to be built: from the commit on they write every change to it.</summary>
    public static Task AddAsync(AdvisoryLock holder, string name, CancellationToken cancellationToken) =>
        holder.Connection.Command("INSERT INTO tbl_search_index (name, serves) VALUES ($1, false)", name).RunAsync(cancellationToken);

    /// <summary>Makes it the only one.</summary>
    public static async Task ServeAsync(AdvisoryLock holder, string name, CancellationToken cancellationToken)
    {
        await using var transaction = await holder.Connection.BeginTransactionAsync(cancellationToken);
        await transaction.Command("DELETE FROM tbl_search_index WHERE name <> $1", name).RunAsync(cancellationToken);
        await transaction.Command("UPDATE tbl_search_index SET serves = true WHERE name = $1", name).RunAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets an index that is gone, or that was not finished.</summary>
    public static Task RemoveAsync(AdvisoryLock holder, string name, CancellationToken cancellationToken) =>
        holder.Connection.Command("DELETE FROM tbl_search_index WHERE name = $1", name).RunAsync(cancellationToken);
}
