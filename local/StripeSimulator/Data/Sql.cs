using Npgsql;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Statements with positional parameters.</summary>
internal static class Sql
{
    public static async Task<int> Execute(this NpgsqlConnection db, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = db.Statement(sql, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public static async Task<T?> Scalar<T>(this NpgsqlConnection db, string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = db.Statement(sql, values);
        return await command.ExecuteScalarAsync(cancel) is T value ? value : default;
    }

    public static async Task<List<T>> Rows<T>(
        this NpgsqlConnection db, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object[] values)
    {
        await using var command = db.Statement(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private static NpgsqlCommand Statement(this NpgsqlConnection db, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, db);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
