using System.Diagnostics;
using Npgsql;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;

namespace TicketBooking.MessageBenchmark;

/// <summary>One measurement, on a system of its own.</summary>
internal static class Run
{
    private const int RowsOfATransaction = 50;

    private const string CreateTable =
        """
        CREATE TABLE tbl_test_outbox (
          id uuid PRIMARY KEY, aggregate_type text NOT NULL, aggregate_id text NOT NULL, type text NOT NULL,
          payload jsonb NOT NULL, traceparent text, occurred_at timestamptz NOT NULL)
        """;

    private const string Insert =
        """
        INSERT INTO tbl_test_outbox
        SELECT gen_random_uuid(), 'test', 'k' || (n % $2), 'test', jsonb_build_object('n', n, 'filler', repeat('x', 800)), NULL, clock_timestamp()
        FROM generate_series($1, $1 + $3 - 1) n
        """;

    public static async Task MeasureAsync(int messages, int keys, bool bulk)
    {
        await using var outbox = await TestPostgres.CreateAsync();
        await using var log = await TestPostgres.CreateAsync();
        await ExecuteAsync(outbox, CreateTable);
        await using var app = await CountingApp.StartAsync(bulk);
        var port = Ports.Next();
        await using var sidecar = Start("Sidecar",
            ("Sidecar:Postgres", log.ConnectionString), ("Sidecar:ResourcesPaths:0", Repository.PathTo("components/local")),
            ("Sidecar:Apps:0:AppId", "outbox-relay"), ("Sidecar:Apps:0:HttpPort", $"{port}"),
            ("Sidecar:Apps:1:AppId", "seats"), ("Sidecar:Apps:1:AppPort", $"{app.Port}"));
        await using var relay = Start("OutboxRelay",
            ("Relay:Sidecar", $"http://127.0.0.1:{port}"), ("Relay:Outboxes:0:ConnectionString", outbox.ConnectionString),
            ("Relay:Outboxes:0:Table", "tbl_test_outbox"), ("Relay:Outboxes:0:Topic", CountingApp.Topic));
        for (var warm = 0; warm < 2000; warm += RowsOfATransaction)
        {
            await ExecuteAsync(outbox, Insert, -2000 + warm, keys, RowsOfATransaction);
        }

        await Eventually.IsTrueAsync(() => app.Messages >= 2000);
        var (before, deliveries, watch) = (app.Messages, app.Deliveries, Stopwatch.StartNew());
        for (var number = 0; number < messages; number += RowsOfATransaction)
        {
            await ExecuteAsync(outbox, Insert, number, keys, RowsOfATransaction);
        }

        var inserted = watch.Elapsed;
        await Eventually.IsTrueAsync(() => app.Messages - before >= messages);
        Console.WriteLine(
            $"{messages} messages ({keys} keys, bulk {bulk}): {messages / watch.Elapsed.TotalSeconds:F0} messages/s, "
            + $"{app.Deliveries - deliveries} deliveries, {watch.Elapsed.TotalSeconds:F1} s, of which inserting {inserted.TotalSeconds:F1} s");
    }

    private static GuardedProcess Start(string project, params (string, string)[] settings) => GuardedProcess.Start(
        ServiceProcess.CommandOf(project, [.. settings, ("Logging:LogLevel:Default", "Warning")]), line => Console.Error.WriteLine($"{project}: {line}"));

    private static async Task ExecuteAsync(TestPostgres database, string sql, params object[] values)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        Array.ForEach(values, value => command.Parameters.Add(new NpgsqlParameter { Value = value }));
        await command.ExecuteNonQueryAsync();
    }
}
