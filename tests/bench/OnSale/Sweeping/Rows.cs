using Npgsql;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>Statements of the audit's own.</summary>
internal static class Rows
{
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>One difference for each row, which is a line of text.</summary>
    public static async Task<IEnumerable<Difference>> DifferencesAsync(
        this NpgsqlDataSource database, string kind, string sql, CancellationToken cancellationToken) =>
        (await database.RowsAsync(sql, row => row.GetString(0), cancellationToken)).Select(what => new Difference(kind, what));
}
