using System.Reflection;
using Npgsql;

namespace TicketBooking.Sidecar.Database;

/// <summary>Applies the numbered SQL files that this database has not seen, each in its own transaction. Forward only.</summary>
internal static class Migrator
{
    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await database.Command(
            "create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())")
            .ExecuteAsync(cancellationToken);
        var applied = await database.Command("select name from schema_migration").ListAsync(row => row.GetString(0), cancellationToken);
        foreach (var name in Scripts().Except(applied, StringComparer.Ordinal))
        {
            await ApplyAsync(database, name, cancellationToken);
        }
    }

    private static IEnumerable<string> Scripts() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.Length > 3 && char.IsAsciiDigit(name[0]))
            .Order(StringComparer.Ordinal);

    private static async Task ApplyAsync(NpgsqlDataSource database, string name, CancellationToken cancellationToken)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var text = new StreamReader(stream);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Command(await text.ReadToEndAsync(cancellationToken)).ExecuteAsync(cancellationToken);
        await connection.Command("insert into schema_migration (name) values ($1)", name).ExecuteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
