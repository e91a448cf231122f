using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Messaging;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private ThingService _service = null!;

    public async ValueTask InitializeAsync() => _service = await ThingService.StartAsync();

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task The_sidecar_is_told_to_deliver_the_bytes_of_each_topic_in_bulk_and_where_a_dead_letter_goes()
    {
        var subscriptions = JsonElement.Parse(await _service.Client.GetStringAsync("/dapr/subscribe")).EnumerateArray().ToList();

        Assert.Equal(
            ["event.deadletter.things subscriptions/dead-letters ", "event.public.tbl_batch_outbox subscriptions/batch event.deadletter.things",
                "event.public.tbl_single_outbox subscriptions/single event.deadletter.things"],
            subscriptions.Select(one => $"{one.GetProperty("topic")} {one.GetProperty("route")} {(one.TryGetProperty("deadLetterTopic", out var dead) ? dead : "")}"));
        Assert.All(subscriptions, one =>
        {
            Assert.Equal("pubsub", one.GetProperty("pubsubName").GetString());
            Assert.Equal("true", one.GetProperty("metadata").GetProperty("rawPayload").GetString());
            Assert.True(one.GetProperty("bulkSubscribe").GetProperty("enabled").GetBoolean());
            Assert.Equal(100, one.GetProperty("bulkSubscribe").GetProperty("maxMessagesCount").GetInt32());
        });
    }

    [Theory]
    [InlineData("c")]
    [InlineData("r")]
    public async Task An_inserted_or_snapshotted_row_is_handled_in_its_own_trace_and_acknowledged(string operation)
    {
        Assert.Equal(["SUCCESS"], await _service.DeliverAsync("single", ThingService.Change("hello", operation)));

        Assert.Equal(["hello 0af7651916cd43dd8448eb211c80319c"], _service.Things.Handled);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"ts_ms":1795653898731}""")]
    [InlineData("""{"status":"BEGIN","id":"162891:690505672","event_count":null,"data_collections":null,"ts_ms":1795653906532}""")]
    [InlineData("""{"status":"END","id":"1:2","event_count":1,"data_collections":[{"data_collection":"a","event_count":1}],"ts_ms":1}""")]
    [InlineData("""{"op":"u","after":{}}""")]
    [InlineData("""{"op":"d","after":null}""")]
    [InlineData("""{"op":"t"}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"thing.unknown","payload":"{}"}}""")]
    public async Task What_is_no_change_or_of_an_unknown_type_is_acknowledged_and_not_handled(string delivered)
    {
        Assert.Equal(["SUCCESS"], await _service.DeliverAsync("single", delivered));

        Assert.Empty(_service.Things.Handled);
        Assert.Empty(await _service.ParkedAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("\u0000\u0001")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"op":1}""")]
    [InlineData("""{"op":"c"}""")]
    [InlineData("""{"op":"c","after":null}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","payload":"{}"}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"thing.made"}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"thing.made","payload":""}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"thing.made","payload":"[1]"}}""")]
    [InlineData("""{"op":"c","after":{"id":"0198f5a0-0000-7000-8000-000000000000","type":"thing.made","payload":"{\"text\":1}"}}""")]
    public async Task What_cannot_be_read_is_dropped_to_the_dead_letter_and_the_next_message_is_handled(string delivered)
    {
        Assert.Equal(["DROP", "SUCCESS"], await _service.DeliverAsync("single", delivered, ThingService.Change("next")));

        Assert.Single(_service.Things.Handled);
        Assert.Empty(await _service.ParkedAsync());
    }

    [Theory]
    [InlineData("single")]
    [InlineData("batch")]
    [InlineData("dead-letters")]
    public async Task Whatever_debezium_and_daprd_sent_is_answered(string route)
    {
        await RecordedDeliveries.AreAnsweredAsync(_service.Client, route);
        await RecordedDeliveries.AreAcknowledgedAsync(_service.Client, route);

        Assert.Empty(_service.Things.Handled);
    }

    [Fact]
    public async Task An_envelope_with_its_schema_is_read_like_one_without()
    {
        var envelope = $$"""{"schema":{"type":"struct","fields":[]},"payload":{{ThingService.Change("hello")}}}""";

        Assert.Equal(["SUCCESS"], await _service.DeliverAsync("single", envelope));

        Assert.Single(_service.Things.Handled);
    }

    [Fact]
    public async Task While_the_database_is_away_the_whole_delivery_is_refused_for_a_retry()
    {
        using var answer = await SidecarDelivery.PostAsync(_service.Client, "single", ThingService.Change("away"), ThingService.Change("hello"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(await _service.ParkedAsync());
    }

    [Fact]
    public async Task One_that_fails_does_not_undo_the_others_of_its_batch()
    {
        Assert.Equal(["SUCCESS", "SUCCESS"], await _service.DeliverAsync("batch", Number(1), Number(2)));

        // 2 is there, so that the transaction of all three fails, and then 2 alone.
        Assert.Equal(["SUCCESS", "SUCCESS", "SUCCESS"], await _service.DeliverAsync("batch", Number(3), Number(2), Number(4)));

        Assert.Equal([2, 1, 1], _service.Things.Batches);
        Assert.Equal([1, 2, 3, 4], await _service.Database.Command("SELECT id FROM tbl_thing ORDER BY id").ListAsync(row => row.GetInt32(0), default));
        Assert.Contains("tbl_thing_pkey", Assert.Single(await _service.ParkedAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_applied_at_its_second_try_is_not_parked()
    {
        _service.Things.EarlyOnce["early"] = true;
        _service.Things.Failing["bad"] = true;

        // The failure of the second has both tried again, each alone.
        await _service.DeliverAsync("single", ThingService.Change("early"), ThingService.Change("bad"));

        Assert.StartsWith("early ", Assert.Single(_service.Things.Handled), StringComparison.Ordinal);
        Assert.Contains("bad fails", Assert.Single(await _service.ParkedAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_timeout_no_other_message_of_the_delivery_waits_as_long()
    {
        await _service.DeliverAsync("single", ThingService.Change("slow"), ThingService.Change("slow"), ThingService.Change("slow"));

        // Once together, and perhaps once from the table; each alone makes it four.
        Assert.InRange(_service.Things.Handled.Count, 1, 3);
        Assert.Equal(3, (await _service.ParkedAsync()).Count);
    }

    [Fact]
    public async Task Messages_that_wait_too_long_for_a_lock_are_parked_and_applied_when_it_is_free()
    {
        await using var other = await _service.Database.OpenConnectionAsync();
        await using var stuck = await other.BeginTransactionAsync();
        await stuck.Command("INSERT INTO tbl_thing VALUES (5)").RunAsync(CancellationToken.None);

        Assert.Equal(["SUCCESS", "SUCCESS"], await _service.DeliverAsync("batch", Number(5), Number(6)));

        Assert.All(await _service.ParkedAsync(), parked => Assert.Contains("parked PostgresException: 55P03", parked, StringComparison.Ordinal));
        Assert.Equal(2, (await _service.ParkedAsync()).Count);
        await stuck.RollbackAsync();
        await Eventually.EqualsAsync("5 6", () => _service.Database.Command("SELECT string_agg(id::text, ' ' ORDER BY id) FROM tbl_thing")
            .ScalarAsync<string>(CancellationToken.None)!);
        await Eventually.EqualsAsync(0, async () => (await _service.ParkedAsync()).Count);
    }

    [Fact]
    public async Task A_hundred_messages_of_the_largest_size_are_taken_in_one_delivery()
    {
        var filler = new string('x', 400_000);
        var bodies = Enumerable.Range(0, 100).Select(i => $$"""{"op":"u","after":null,"filler":"{{filler}}","number":{{i}}}""").ToArray();

        Assert.All(await _service.DeliverAsync("single", bodies), status => Assert.Equal("SUCCESS", status));
    }

    [Fact]
    public async Task The_time_from_the_commit_to_the_effect_and_what_has_none_are_measured()
    {
        var measured = new ConcurrentQueue<(string Name, double Value)>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MessagingMetrics.MeterName && instrument.Name != "messaging.waiting")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        // Other tests of this process measure other topics.
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags[0] is { Key: "topic", Value: ThingService.Single or "event.deadletter.things" })
            {
                measured.Enqueue((name, value));
            }
        }

        meters.Start();
        var committed = DateTimeOffset.Parse("2026-11-21T10:00:00Z", CultureInfo.InvariantCulture);
        _service.Things.Early["early"] = true;

        await _service.DeliverAsync("single", ThingService.Change("hello"), "rubbish", ThingService.Change("early"));
        await _service.DeliverAsync("dead-letters", "rubbish");

        Assert.Equal(["messaging.lag", "messaging.parked", "messaging.dropped", "messaging.dead"], measured.Select(one => one.Name));
        Assert.Equal(measured.First().Value, (TimeProvider.System.GetUtcNow() - committed).TotalSeconds, tolerance: 60);
    }

    private static string Number(int number) => ThingService.Change($"{number}", table: "tbl_batch_outbox");
}
