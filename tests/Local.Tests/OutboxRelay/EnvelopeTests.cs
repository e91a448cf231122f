using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TicketBooking.OutboxRelay;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

public sealed partial class EnvelopeTests : OutboxFixture
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private const string Row =
        """
        insert into tbl_test_outbox values ('0198f7a2-6c1e-7000-8000-000000000001', 'booking', 'b 1/ü', 'BookingConfirmed',
          '{"seats": ["A1"], "note": "say \"hi\" – ü"}', {0}, '2026-11-21 20:00:00.120+01')
        """;

    [Fact]
    public async Task An_inserted_row_is_debezium_s_create_event()
    {
        await CreateOutbox();
        await using var relay = await StartRelay();
        await Eventually.IsTrueAsync(() => Scalar<bool>(
            "select exists (select from pg_replication_slots where active and database = current_database() and not temporary)"));

        await Execute(Row.Replace("{0}", "'00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'", StringComparison.Ordinal));

        var message = await Sidecar.Acknowledged.NextAsync();
        Assert.Equal("/v1.0/publish/bulk/pubsub/event.public.tbl_test_outbox", message.Path);
        Assert.Equal("true", message.Raw);
        Assert.Equal("""{"aggregate_id":"b 1/ü"}""", message.PartitionKey);
        Assert.Equal("text/plain", message.ContentType);
        Assert.Equal("token of this test", message.Token);
        Assert.Equal(Indented(Golden.Read("Local.Tests/OutboxRelay", "created")), await Stable(message.Body));
        var committed = DateTimeOffset.FromUnixTimeMilliseconds(message.Json.GetProperty("source").GetProperty("ts_ms").GetInt64());
        Assert.InRange(TimeProvider.System.GetUtcNow() - committed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(
            await Scalar<long>("select xmin::text::bigint from tbl_test_outbox"),
            message.Json.GetProperty("source").GetProperty("txId").GetInt64());
    }

    [Fact]
    public async Task A_row_that_was_there_before_is_debezium_s_read_event()
    {
        await CreateOutbox();
        await Execute(Row.Replace("{0}", "null", StringComparison.Ordinal));

        await using var relay = await StartRelay();

        var message = await Sidecar.Acknowledged.NextAsync();
        Assert.Equal("""{"aggregate_id":"b 1/ü"}""", message.PartitionKey);
        Assert.Equal(Indented(Golden.Read("Local.Tests/OutboxRelay", "read")), await Stable(message.Body));
    }

    [Theory]
    [InlineData("tbl_booking_outbox", "relay_shop_public_tbl_booking_outbox")]
    [InlineData("sales.outbox", "relay_shop_sales_outbox")]
    public void Slots_are_named_after_database_and_table(string table, string slot) =>
        Assert.Equal(slot, Outbox.From(new OutboxOptions { ConnectionString = "Database=shop", Table = table, Topic = "t" }).Slot);

    [Fact]
    public void Names_that_a_slot_cannot_have_stay_different_and_short()
    {
        static string Slot(string database, string table) =>
            Outbox.From(new OutboxOptions { ConnectionString = $"Database={database}", Table = table, Topic = "t" }).Slot;

        string[] slots =
        [
            Slot("my-shop", "o"), Slot("my.shop", "o"), Slot("shop", new string('a', 63)), Slot("shop", new string('a', 62) + "b"),
        ];

        Assert.Equal(slots.Length, slots.Distinct().Count());
        Assert.All(slots, slot => Assert.Matches("^[a-z0-9_]{1,63}$", slot));
    }

    /// <summary>Takes out what differs from run to run.</summary>
    private async Task<string> Stable(string body)
    {
        var database = await Scalar<string>("select current_database()::text");
        return Indented(Sequence().Replace(Volatile().Replace(body, "\"$1\":0"), "0").Replace(database, "DATABASE", StringComparison.Ordinal));
    }

    private static string Indented(string json) => JsonSerializer.Serialize(JsonNode.Parse(json), Readable);

    [GeneratedRegex("\"(ts_ms|ts_us|ts_ns|txId|lsn)\":[0-9]+")]
    private static partial Regex Volatile();

    [GeneratedRegex("(?<=\\[null,\\\\\")[0-9]+")]
    private static partial Regex Sequence();
}
