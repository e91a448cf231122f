using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Testing;

namespace TicketBooking.Seats.Tests.Generation;

/// <summary>Holds up the generation of an event: before it begins, or when all is written and not committed.</summary>
internal sealed class EventGate : IAsyncDisposable
{
    private const int BeforeCommit = 4712;

    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlConnection _connection;

    private EventGate(NpgsqlDataSource database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    /// <summary>Holds the lock that generation and deletion of an event take.</summary>
    public static async Task<EventGate> BeforeAsync(NpgsqlDataSource database, Guid eventId)
    {
        var connection = await database.OpenConnectionAsync();
        await connection.Command("SELECT pg_advisory_lock($1, hashtext($2::text))", 0x45564E54, eventId).RunAsync(CancellationToken.None);
        return new(database, connection);
    }

    /// <summary>Holds a lock that the message of new seats waits for, which is written after the seats.</summary>
    public static async Task<EventGate> AfterCopyAsync(NpgsqlDataSource database)
    {
        await database.Command($"""
            CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared({BeforeCommit}); RETURN NEW; END $$;
            CREATE TRIGGER hold_up BEFORE INSERT ON tbl_seat_outbox FOR EACH ROW EXECUTE FUNCTION hold_up();
            """).RunAsync(CancellationToken.None);
        var connection = await database.OpenConnectionAsync();
        await connection.Command("SELECT pg_advisory_lock($1::bigint)", (long)BeforeCommit).RunAsync(CancellationToken.None);
        return new(database, connection);
    }

    /// <summary>Returns when a generation waits here.</summary>
    public Task UntilReachedAsync() => Eventually.IsTrueAsync(async () => await _database.Command(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
        .ScalarAsync<long>(CancellationToken.None) > 0);

    /// <summary>Lets it go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.Command("SELECT pg_advisory_unlock_all()").RunAsync(CancellationToken.None);
        await _connection.DisposeAsync();
    }
}
