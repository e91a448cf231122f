using System.Reflection;
using Npgsql;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>Runs the numbered SQL files that have not run yet, each in its own transaction.</summary>
internal static class Migrator
{
    private const string Prefix = "TicketBooking.StripeSimulator.Data.Migrations.";
    private const long LockKey = 0x5712_1914;

    public static async Task Run(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var db = await source.OpenConnectionAsync(cancel);
        await db.Execute("SELECT pg_advisory_lock($1)", cancel, LockKey);
        await db.Execute("CREATE TABLE IF NOT EXISTS schema_version (name text PRIMARY KEY)", cancel);
        foreach (var name in Names())
        {
            await RunOne(db, name, cancel);
        }

        await db.Execute("SELECT pg_advisory_unlock($1)", cancel, LockKey);
    }

    private static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static async Task RunOne(NpgsqlConnection db, string name, CancellationToken cancel)
    {
        await using var transaction = await db.BeginTransactionAsync(cancel);
        if (await db.Execute("INSERT INTO schema_version VALUES ($1) ON CONFLICT DO NOTHING", cancel, name) == 1)
        {
            await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            await db.Execute(await reader.ReadToEndAsync(cancel), cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}
