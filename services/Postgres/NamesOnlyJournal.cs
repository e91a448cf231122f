using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>Takes over the journal of an older version, which kept names without numbers and checksums.</summary>
public static class NamesOnlyJournal
{
    private const string KeepsNamesOnly = """
        SELECT to_regclass($1) IS NOT NULL
          AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = 'checksum' AND NOT attisdropped)
        """;

    /// <summary>Replaces such a journal by the <see cref="Migrator"/>'s, with the same migrations applied. Does nothing without one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="journal">The old journal's table.</param>
    /// <param name="migrations">Those that it may name.</param>
    /// <param name="cancellationToken">Leaves the journal as it is.</param>
    public static Task TakeOverAsync(
        NpgsqlDataSource database, string journal, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                if (!await connection.Command(KeepsNamesOnly, journal).ScalarAsync<bool>(cancellationToken))
                {
                    return false;
                }

                var names = await connection.Command($"SELECT name FROM {journal}").ListAsync(row => row.GetString(0), cancellationToken);
                await connection.Command($"DROP TABLE {journal}").RunAsync(cancellationToken);
                await connection.Command(Migrator.CreateJournal).RunAsync(cancellationToken);
                foreach (var applied in migrations.Where(migration => names.Exists(name => IsOf(name, migration))))
                {
                    await Migrator.RecordAsync(connection, applied, cancellationToken);
                }

                return true;
            },
            cancellationToken);

    // The old names had other numbers of digits, a namespace before them, or no extension: what follows the number is the same.
    private static bool IsOf(string name, Migration migration) =>
        name.Contains(migration.Name[migration.Name.IndexOf('_', StringComparison.Ordinal)..].Replace(".sql", "", StringComparison.Ordinal), StringComparison.Ordinal);
}
