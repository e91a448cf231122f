using Npgsql;

namespace TicketBooking.Sidecar.Database;

/// <summary>Several statements, all or nothing.</summary>
internal static class Transactions
{
    public static async Task<T> InTransactionAsync<T>(
        this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
