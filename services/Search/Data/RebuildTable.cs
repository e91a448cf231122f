using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <summary>Whether the truth was once read from the other services as a whole.</summary>
internal static class RebuildTable
{
    public static async Task<bool> IsFinishedAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await database.Command("SELECT EXISTS (SELECT FROM tbl_rebuild)").ScalarAsync<bool>(cancellationToken);

    public static Task FinishAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("INSERT INTO tbl_rebuild (finished_at) VALUES (now()) ON CONFLICT (only_row) DO UPDATE SET finished_at = now()")
            .RunAsync(cancellationToken);
}
