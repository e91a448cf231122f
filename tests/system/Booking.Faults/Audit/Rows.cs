using Npgsql;

namespace TicketBooking.Booking.Faults.Audit;

/// <summary>Plain statements of the tests' own.</summary>
internal static class Rows
{
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var command = Command(database, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource database, string sql, params object[] values) =>
        (await database.RowsAsync(sql, row => row.GetFieldValue<T>(0), values)).Single();

    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = Command(database, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, string sql, object[] values)
    {
        var command = database.CreateCommand(sql);
        Array.ForEach(values, value => command.Parameters.Add(new NpgsqlParameter { Value = value }));
        return command;
    }
}
