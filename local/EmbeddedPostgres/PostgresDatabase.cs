using Npgsql;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>A database in any PostgreSQL server.</summary>
public static class PostgresDatabase
{
    /// <summary>Letters of every script are letters for it, and no language is preferred.</summary>
    private const string CharacterType = "C.UTF-8";

    private static readonly Version HasBuiltinLocales = new(17, 0);

    /// <summary>
    /// Creates the database unless it is there, connecting to another one as a user that may create databases. It has the same locale
    /// whatever the server's is. Text is compared byte by byte; Unicode says what is a letter and what its other case is. In a database
    /// with the character type C only ASCII has letters: <c>lower</c>, <c>unaccent</c>, <c>pg_trgm</c> and full text ignore all others.
    /// </summary>
    /// <exception cref="PostgresStartException">The server has no such locale.</exception>
    public static Task CreateAsync(string adminConnectionString, string name, CancellationToken cancellationToken = default) =>
        CreateAsync(adminConnectionString, name, CharacterType, cancellationToken);

    internal static async Task CreateAsync(string adminConnectionString, string name, string characterType, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(adminConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await CreateAsync(connection, name, characterType, cancellationToken);
        }
    }

    /// <summary>The statement for a server of this version.</summary>
    internal static string Statement(string name, string characterType, Version server)
    {
        // With the builtin provider lower case is the same on every system. Full text and pg_trgm of version 17 still ask the system, so
        // LC_CTYPE is said in any case.
        var provider = server >= HasBuiltinLocales ? $"builtin BUILTIN_LOCALE '{CharacterType}'" : "libc";
        return $"""
            CREATE DATABASE "{name.Replace("\"", "\"\"", StringComparison.Ordinal)}" TEMPLATE template0 ENCODING 'UTF8'
            LOCALE_PROVIDER {provider} LC_COLLATE 'C' LC_CTYPE '{characterType}'
            """;
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string name, string characterType, CancellationToken cancellationToken)
    {
        try
        {
            await using var create = new NpgsqlCommand(Statement(name, characterType, connection.PostgreSqlVersion), connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.WrongObjectType)
        {
            throw new PostgresStartException(
                $"Database '{name}' needs the locale {characterType}, which the server's system does not have. Install it (glibc 2.35 has it, older "
                + $"ones with the package of all locales) and start again. PostgreSQL says: {e.MessageText}");
        }
    }
}
