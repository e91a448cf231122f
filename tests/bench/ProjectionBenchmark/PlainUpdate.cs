using Npgsql;
using NpgsqlTypes;
using TicketBooking.Contracts;

namespace TicketBooking.ProjectionBenchmark;

/// <summary>The least that PostgreSQL must do for the same messages.</summary>
internal sealed class PlainUpdate : IAsyncDisposable
{
    private const string Update = """
        UPDATE tbl_seat seat SET status = change.status, version = change.version
        FROM unnest($1, $2, $3) AS change (id, status, version)
        WHERE seat.id = change.id AND seat.version < change.version
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;

    private PlainUpdate(NpgsqlConnection connection)
    {
        _connection = connection;
        _command = new NpgsqlCommand(Update, connection);
        foreach (var type in new[] { NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Bigint })
        {
            _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }

    public static async Task<PlainUpdate> PrepareAsync(NpgsqlDataSource database)
    {
        var update = new PlainUpdate(await database.OpenConnectionAsync());
        await update._command.PrepareAsync();
        return update;
    }

    public Task RunAsync(BookingMessage[] messages)
    {
        SeatChange[] changes = [.. messages.SelectMany(message => message.Seats)];
        _command.Parameters[0].Value = Array.ConvertAll(changes, change => change.SeatId);
        _command.Parameters[1].Value = Array.ConvertAll(changes, change => change.Status);
        _command.Parameters[2].Value = Array.ConvertAll(changes, change => change.Version);
        return _command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
