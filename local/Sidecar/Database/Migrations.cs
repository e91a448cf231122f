using System.Reflection;
using Npgsql;

namespace TicketBooking.Sidecar.Database;

/// <summary>Applies the numbered SQL files that this database has not seen, each in its own transaction. Forward only.</summary>
internal sealed class Migrations(NpgsqlDataSource database) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.Command(
            "create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())")
            .ExecuteAsync(cancellationToken);
        var applied = await database.Command("select name from schema_migration").ListAsync(row => row.GetString(0), cancellationToken);
        var scripts = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => char.IsAsciiDigit(name[0])).Order(StringComparer.Ordinal);
        foreach (var name in scripts.Except(applied, StringComparer.Ordinal))
        {
            await ApplyAsync(name, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ApplyAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var text = new StreamReader(stream);
        var script = await text.ReadToEndAsync(cancellationToken);
        await database.InTransactionAsync(
            async connection =>
            {
                await connection.Command(script).ExecuteAsync(cancellationToken);
                return await connection.Command("insert into schema_migration (name) values ($1)", name).ExecuteAsync(cancellationToken);
            },
            cancellationToken);
    }
}
