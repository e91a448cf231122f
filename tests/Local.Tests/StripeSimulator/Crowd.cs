using Npgsql;

namespace TicketBooking.StripeSimulator.Tests;

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
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var command = new NpgsqlCommand(
            "select count(*) from pg_locks where not granted and relation = 'payment_intent'::regclass", connection);
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! < count)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public Task LetGo() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
