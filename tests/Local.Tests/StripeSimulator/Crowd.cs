using Npgsql;
using TicketBooking.Testing;

namespace TicketBooking.Local.Tests.StripeSimulator;

/// <summary>Holds up every call that touches an intent, so that a test can have many of them at the same point.</summary>
internal sealed class Crowd(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public static async Task<Crowd> Hold(NpgsqlDataSource source)
    {
        var connection = await source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table payment_intent in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return new Crowd(connection, transaction);
    }

    /// <summary>Returns when so many calls stand in the crowd.</summary>
    public async Task Of(int count)
    {
        await using var command = new NpgsqlCommand(
            "select count(*) from pg_locks where not granted and relation = 'payment_intent'::regclass", connection);
        await Eventually.IsTrueAsync(async () => (long)(await command.ExecuteScalarAsync())! >= count);
    }

    public Task LetGo() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
