using Npgsql;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>A database in any PostgreSQL server.</summary>
public static class PostgresDatabase
{
    /// <summary>Creates the database unless it is there, connecting to another one as a user that may create databases.</summary>
    public static async Task CreateAsync(string adminConnectionString, string name, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(adminConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
