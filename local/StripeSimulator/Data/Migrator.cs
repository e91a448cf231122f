using System.Reflection;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Runs the numbered SQL files that have not run yet, each in its own transaction.</summary>
internal static class Migrator
{
    private const string Prefix = "TicketBooking.StripeSimulator.Data.Migrations.";
    private const long LockKey = 0x5712_1914;

    public static async Task RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        await db.Command("SELECT pg_advisory_lock($1)", LockKey).RunAsync(cancellationToken);
        await db.Command("CREATE TABLE IF NOT EXISTS schema_version (name text PRIMARY KEY)").RunAsync(cancellationToken);
        foreach (var name in Names())
        {
            await RunOneAsync(db, name, cancellationToken);
        }

        await db.Command("SELECT pg_advisory_unlock($1)", LockKey).RunAsync(cancellationToken);
    }

    private static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static async Task RunOneAsync(NpgsqlConnection db, string name, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        if (await db.Command("INSERT INTO schema_version VALUES ($1) ON CONFLICT DO NOTHING", name).RunAsync(cancellationToken) == 1)
        {
            await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            await db.Command(await reader.ReadToEndAsync(cancellationToken)).RunAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
