using System.Text.Json;
using Npgsql;
using TicketBooking.OutboxRelay;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

/// <summary>The rows of which Debezium 3.6.1 made the recorded messages, read by the relay from a table and a database of the same names.</summary>
public sealed class RecordedEnvelopeTests
{
    // Another program, another log, another time.
    private static readonly string[] Own =
    [
        "/source/version", "/source/ts_ms", "/source/ts_us", "/source/ts_ns", "/source/sequence", "/source/txId", "/source/lsn", "/ts_ms", "/ts_us", "/ts_ns",
    ];

    [Theory]
    [InlineData("booking", "tbl_booking_outbox", 7, 4)]
    [InlineData("event_core", "tbl_event_outbox", 0, 2)]
    [InlineData("seats", "tbl_seat_outbox", 0, 1)]
    public async Task Each_row_becomes_the_message_that_debezium_made_of_it(string database, string table, int read, int created)
    {
        var topic = $"event.public.{table}";
        var recorded = RecordedTraffic.Debezium().Where(message => message.GetProperty("topic").GetString() == topic).ToList();
        Assert.Equal((read, created), (recorded.Count(message => Op(message) == "r"), recorded.Count(message => Op(message) == "c")));
        await using var outbox = await OutboxDatabase.CreateAsync(database, table);
        await using var sidecar = await FakeSidecar.StartAsync();
        await outbox.InsertAsync(recorded.Where(message => Op(message) == "r"));

        await using var relay = await StartAsync(sidecar, outbox, topic);
        await Eventually.IsTrueAsync(outbox.IsStreamedAsync);
        await outbox.InsertAsync(recorded.Where(message => Op(message) == "c"));

        var published = (await sidecar.Acknowledged.NextAsync(recorded.Count)).ToDictionary(message => message.After.GetProperty("id").GetString()!);
        Assert.All(recorded, message =>
        {
            var value = Value(message);
            var own = published[value.GetProperty("after").GetProperty("id").GetString()!];
            Assert.Equal($"/v1.0/publish/bulk/pubsub/{topic}", own.Path);
            Assert.Equal(message.GetProperty("key").GetString(), own.PartitionKey);
            Assert.Equal(value.GetProperty("after").GetRawText(), own.After.GetRawText());
            Assert.Equal(Fields("", value), Fields("", own.Json));
        });
    }

    private static async Task<RelayUnderTest> StartAsync(FakeSidecar sidecar, OutboxDatabase outbox, string topic)
    {
        var host = RelayApp.Create(
        [
            $"--Relay:Sidecar={sidecar.Url}", $"--Relay:Outboxes:0:ConnectionString={outbox.ConnectionString}", $"--Relay:Outboxes:0:Table={outbox.Table}",
            $"--Relay:Outboxes:0:Topic={topic}", "--Logging:LogLevel:Default=Error",
        ]);
        await host.StartAsync();
        return new RelayUnderTest(host);
    }

    private static JsonElement Value(JsonElement message) => JsonElement.Parse(message.GetProperty("value").GetString()!);

    private static string Op(JsonElement message) => Value(message).GetProperty("op").GetString()!;

    /// <summary>The fields in their order, each with its type and, unless that is the relay's own, its value. In a snapshot the relay knows no transaction.</summary>
    private static IEnumerable<string> Fields(string path, JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? json.EnumerateObject().SelectMany(field => Fields($"{path}/{field.Name}", field.Value))
        : [path == "/source/txId" ? path : Own.Contains(path) ? $"{path} {json.ValueKind}" : $"{path} {json.GetRawText()}"];

    /// <summary>An outbox under the names that it has in production.</summary>
    private sealed class OutboxDatabase(NpgsqlDataSource database, string table) : IAsyncDisposable
    {
        public string Table => table;

        public string ConnectionString { get; private init; } = "";

        public static async Task<OutboxDatabase> CreateAsync(string name, string table)
        {
            var connectionString = await (await TestPostgres.ClusterAsync()).CreateDatabaseAsync(name);
            var database = NpgsqlDataSource.Create(connectionString);
            await database.Command(OutboxFixture.CreateTable(table)).RunAsync(CancellationToken.None);
            return new OutboxDatabase(database, table) { ConnectionString = connectionString };
        }

        public async Task InsertAsync(IEnumerable<JsonElement> messages)
        {
            foreach (var row in messages.Select(message => Value(message).GetProperty("after")))
            {
                await database.Command($"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, $1::jsonb || jsonb_build_object('payload', $2::jsonb))",
                    row.GetRawText(), row.GetProperty("payload").GetString()).RunAsync(CancellationToken.None);
            }
        }

        public async Task<bool> IsStreamedAsync() => (await database.Command(
            "SELECT FROM pg_replication_slots WHERE active AND database = current_database() AND NOT temporary").ListAsync(_ => true, CancellationToken.None)).Count == 1;

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
