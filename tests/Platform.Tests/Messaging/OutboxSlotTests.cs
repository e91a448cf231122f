using Npgsql;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using TicketBooking.Testing.Otlp;
using Xunit;

namespace TicketBooking.Platform.Tests.Messaging;

/// <summary>
/// What a service exports about the replication slots of its database, with real slots. Not beside other tests: an exporter hears the gauges of
/// every service in its process.
/// </summary>
[Collection(nameof(Alone))]
public sealed class OutboxSlotTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    private const string Slot = "reader_of_outbox";
    private const string Readers = "outbox.readers";
    private const string Lag = "outbox.slot.lag";
    private const int Emitted = 100_000;

    [Fact]
    public async Task Without_a_slot_there_is_no_reader_and_no_lag()
    {
        var exported = await ExportAsync();

        Assert.Equal(0, Assert.Single(exported[Readers]).Value);
        Assert.Empty(exported[Lag]);
    }

    [Fact]
    public async Task A_slot_without_a_reader_holds_back_what_was_written_since()
    {
        await CreateSlotAsync(postgres.DataSource);
        await postgres.DataSource.Command("SELECT pg_logical_emit_message(true, 'test', repeat('x', $1))", Emitted).RunAsync(CancellationToken.None);

        var exported = await ExportAsync();

        await DropSlotAsync(postgres.DataSource);
        Assert.Equal(0, Assert.Single(exported[Readers]).Value);
        var lag = Assert.Single(exported[Lag]);
        Assert.Equal(Slot, lag.Attributes["slot"]);
        Assert.True(lag.Value > Emitted, $"{lag.Value}");
    }

    [Fact]
    public async Task A_slot_that_is_being_read_has_a_reader()
    {
        await CreateSlotAsync(postgres.DataSource);
        await postgres.DataSource.Command("CREATE PUBLICATION outbox").RunAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(stop.Token);
        await Eventually.IsTrueAsync(() => IsReadAsync(postgres.DataSource));

        var exported = await ExportAsync();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await DropSlotAsync(postgres.DataSource);
        Assert.Equal(1, Assert.Single(exported[Readers]).Value);
    }

    [Fact]
    public async Task A_slot_of_another_database_is_not_counted()
    {
        await using var other = await TestPostgres.CreateAsync();
        await CreateSlotAsync(other.DataSource);

        var exported = await ExportAsync();

        await DropSlotAsync(other.DataSource);
        Assert.Empty(exported[Lag]);
    }

    /// <summary>Runs a service with an outbox until it has exported all of a reading.</summary>
    /// <returns>The points of its first reading, by metric.</returns>
    private async Task<ILookup<string, MetricPoint>> ExportAsync()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddDatabase(typeof(OutboxSlotTests).Assembly);
                builder.AddOutbox("tbl_thing_outbox");
            },
            _ => { },
            [.. receiver.Settings, ("OTEL_METRIC_EXPORT_INTERVAL", "50"), ("ConnectionStrings:Database", postgres.ConnectionString)]);

        // The first export may have been collected while the first reading came: a metric that it lacks is in the second, which is here
        // whole when the third begins.
        await Eventually.IsTrueAsync(() => receiver.Metrics.Count(metric => metric.Name == Readers) > 2);
        return receiver.Metrics.Where(metric => metric.Meter == "TicketBooking.Outbox").DistinctBy(metric => metric.Name)
            .SelectMany(metric => metric.Points.Select(point => (metric.Name, Point: point))).ToLookup(pair => pair.Name, pair => pair.Point);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = new LogicalReplicationConnection(postgres.ConnectionString);
        await connection.Open(cancellationToken);
        var messages = connection.StartReplication(
            new PgOutputReplicationSlot(Slot), new PgOutputReplicationOptions("outbox", PgOutputProtocolVersion.V1), cancellationToken);
        await foreach (var message in messages)
        {
            connection.SetReplicationStatus(message.WalEnd);
        }
    }

    private static Task<int> CreateSlotAsync(NpgsqlDataSource database) =>
        database.Command("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", Slot).RunAsync(CancellationToken.None);

    private static async Task DropSlotAsync(NpgsqlDataSource database)
    {
        await Eventually.EqualsAsync(false, () => IsReadAsync(database));
        await database.Command("SELECT pg_drop_replication_slot($1)", Slot).RunAsync(CancellationToken.None);
    }

    private static Task<bool> IsReadAsync(NpgsqlDataSource database) =>
        database.Command("SELECT active FROM pg_replication_slots WHERE slot_name = $1", Slot).ScalarAsync<bool>(CancellationToken.None);
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
