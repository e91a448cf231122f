using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>Runs statements with positional parameters ($1, $2…), so that a statement's method is its SQL and nothing else.</summary>
public static class Sql
{
    /// <summary>Makes a statement of a transaction.</summary>
    public static NpgsqlCommand Command(this NpgsqlTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        With(new NpgsqlCommand(sql, transaction.Connection, transaction), values);

    /// <summary>Makes a statement on a connection, and of its transaction if there is one.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        With(new NpgsqlCommand(sql, connection), values);

    /// <summary>Makes a statement that is a transaction of its own.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values) =>
        With(database.CreateCommand(sql), values);

    /// <summary>Makes statements of a transaction that run in one round trip, each with a snapshot of its own.</summary>
    public static NpgsqlBatch Batch(this NpgsqlTransaction transaction, params ReadOnlySpan<(string Sql, object[] Values)> statements)
    {
        var batch = new NpgsqlBatch(transaction.Connection, transaction);
        Add(batch, statements);
        return batch;
    }

    /// <summary>Makes statements on a connection, and of its transaction if there is one, that run in one round trip.</summary>
    public static NpgsqlBatch Batch(this NpgsqlConnection connection, params ReadOnlySpan<(string Sql, object[] Values)> statements)
    {
        var batch = new NpgsqlBatch(connection);
        Add(batch, statements);
        return batch;
    }

    /// <summary>Makes statements that are one transaction and run in one round trip, each with a snapshot of its own.</summary>
    public static NpgsqlBatch Batch(this NpgsqlDataSource database, params ReadOnlySpan<(string Sql, object[] Values)> statements)
    {
        var batch = database.CreateBatch();
        Add(batch, statements);
        return batch;
    }

    /// <summary>Commits what the work has done; rolls back when it throws.</summary>
    /// <param name="database">The database.</param>
    /// <param name="work">Runs its statements on the connection, which is in the transaction.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public static async Task<T> InTransactionAsync<T>(
        this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Returns all rows.</summary>
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var _ = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Returns the first row, or the default when there is none.</summary>
    public static async Task<T?> FirstAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        (await command.ListAsync(read, cancellationToken)).FirstOrDefault();

    /// <summary>The first column of the first row; the default when there is no row or the column is null.</summary>
    public static Task<T?> ScalarAsync<T>(this NpgsqlCommand command, CancellationToken cancellationToken) =>
        command.FirstAsync(row => row.IsDBNull(0) ? default : row.GetFieldValue<T>(0), cancellationToken);

    /// <summary>Runs it.</summary>
    /// <returns>The number of rows changed.</returns>
    public static async Task<int> RunAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var _ = command;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlBatch batch, ReadOnlySpan<(string Sql, object[] Values)> statements)
    {
        foreach (var (sql, values) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddRange(Array.ConvertAll(values, value => new NpgsqlParameter { Value = value }));
            batch.BatchCommands.Add(command);
        }
    }

    private static NpgsqlCommand With(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
