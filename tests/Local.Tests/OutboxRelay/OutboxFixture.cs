using Microsoft.Extensions.Hosting;
using Npgsql;
using TicketBooking.OutboxRelay;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

/// <summary>A database with an outbox, a sidecar, and relays between them.</summary>
public abstract class OutboxFixture : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();

    internal FakeSidecar Sidecar { get; private set; } = null!;

    internal NpgsqlDataSource Database => _postgres.DataSource;

    internal string ConnectionString => _postgres.ConnectionString;

    public virtual async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Sidecar = await FakeSidecar.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Sidecar.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    internal static string CreateTable(string name) =>
        $"""
        create table {name} (
          id uuid primary key, aggregate_type text not null, aggregate_id text not null, type text not null,
          payload jsonb not null, traceparent text, occurred_at timestamptz not null)
        """;

    internal Task CreateOutbox() => Execute(CreateTable("tbl_test_outbox"));

    internal async Task Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One transaction with these rows: key and type.</summary>
    internal Task Commit(params (string Key, string Type)[] rows) => Execute(
        "insert into tbl_test_outbox values " + string.Join(", ", rows.Select(row =>
            $"('{Guid.CreateVersion7()}', 'test', '{row.Key}', '{row.Type}', '{{}}', null, clock_timestamp())")));

    /// <summary>Whether the server has been told that it may forget the log up to here.</summary>
    internal Task<bool> IsConfirmed(string position) => Scalar<bool>(
        $"""
        select exists (select from pg_replication_slots
        where database = current_database() and not temporary and confirmed_flush_lsn >= '{position}')
        """);

    internal async Task<RelayUnderTest> StartRelay(params string[] more)
    {
        var host = RelayApp.Create([.. Settings(), .. more]);
        await host.StartAsync();
        return new RelayUnderTest(host);
    }

    internal string[] Settings() =>
    [
        $"--Relay:Sidecar={Sidecar.Url}", "--Relay:PubSub=pubsub", $"--Relay:Outboxes:0:ConnectionString={ConnectionString}",
        "--Relay:Outboxes:0:Table=tbl_test_outbox", "--Relay:Outboxes:0:Topic=event.public.tbl_test_outbox",
        "--DAPR_API_TOKEN=token of this test", "--Relay:RetryLimit=00:00:00.200", "--Logging:LogLevel:Default=Error",
    ];
}

internal sealed class RelayUnderTest(IHost host) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
