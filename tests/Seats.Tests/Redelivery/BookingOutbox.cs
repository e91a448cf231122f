using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Testing;

namespace TicketBooking.Seats.Tests.Redelivery;

/// <summary>Booking's outbox table in a database of its own, and relays that read it.</summary>
internal sealed class BookingOutbox(TestPostgres database) : IAsyncDisposable
{
    private string _written = "";

    public Task CreateAsync() => RunAsync("""
        CREATE TABLE tbl_booking_outbox (
          id uuid PRIMARY KEY, aggregate_type text NOT NULL, aggregate_id text NOT NULL, type text NOT NULL,
          payload jsonb NOT NULL, traceparent text, occurred_at timestamptz NOT NULL)
        """);

    /// <summary>Starts a relay as a process of its own, which a test can kill.</summary>
    public GuardedProcess StartRelay(string sidecar) => GuardedProcess.Start(
        ServiceProcess.CommandOf("OutboxRelay",
        [
            ("Relay:Sidecar", sidecar), ("Relay:Outboxes:0:ConnectionString", database.ConnectionString),
            ("Relay:Outboxes:0:Table", "tbl_booking_outbox"), ("Relay:Outboxes:0:Topic", Topics.BookingOutbox), ("Logging:LogLevel:Default", "Error"),
        ]),
        static _ => { });

    /// <summary>Whether a relay waits for rows: those that were there before are a snapshot.</summary>
    public Task<bool> IsReadAsync() => AskAsync("active AND NOT temporary");

    /// <summary>Writes a row each, in one transaction.</summary>
    public async Task WriteAsync(IReadOnlyList<string> payloads)
    {
        await database.DataSource.Command(
            """
            INSERT INTO tbl_booking_outbox SELECT id, 'booking', id::text, $3, payload::jsonb, NULL, clock_timestamp()
            FROM unnest($1::uuid[], $2::text[]) AS message (id, payload)
            """,
            payloads.Select(_ => Guid.CreateVersion7()).ToArray(), payloads.ToArray(), MessageTypes.BookingChanged).RunAsync(CancellationToken.None);
        _written = (await database.DataSource.Command("SELECT pg_current_wal_insert_lsn()::text").ScalarAsync<string>(CancellationToken.None))!;
    }

    /// <summary>Whether the server may forget the log of what was written.</summary>
    public Task<bool> IsConfirmedAsync() => AskAsync($"NOT temporary AND confirmed_flush_lsn >= '{_written}'");

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<bool> AskAsync(string condition) => database.DataSource.Command(
        $"SELECT EXISTS (SELECT FROM pg_replication_slots WHERE database = current_database() AND {condition})").ScalarAsync<bool>(CancellationToken.None);

    private Task<int> RunAsync(string sql) => database.DataSource.Command(sql).RunAsync(CancellationToken.None);
}
