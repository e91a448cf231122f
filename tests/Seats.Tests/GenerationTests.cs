using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class GenerationTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(27, 2)]
    public async Task An_event_gets_rows_times_seats_and_not_one_less(int rows, int seatsPerRow)
    {
        var message = Sample.Event(Sample.Section("Stalls", rows, seatsPerRow));

        await seats.AcceptAsync(message);

        var all = await seats.AllAsync("seats", message.EventId);
        Assert.Equal(rows * seatsPerRow, all.Count);
        Assert.Equal(Enumerable.Repeat(seatsPerRow, rows), all.GroupBy(seat => seat.GetProperty("row").GetString()).Select(row => row.Count()));
        Assert.All(all, seat => Assert.Equal("AVAILABLE", seat.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task What_is_written_to_the_outbox_is_the_golden_message()
    {
        using var answer = await seats.DeliverPayloadAsync("event-changes", Golden.Read("EventCore.Tests", "event-message"));

        Assert.Equal(["SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
        await seats.UntilGeneratedAsync(Guid.Parse("018f0000-0000-7000-8000-000000000001"));
        var written = Assert.Single(await seats.PayloadsAsync(Guid.Parse("018f0000-0000-7000-8000-000000000001")));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Golden.Read("Seats.Tests", "seats-generated-message")), JsonElement.Parse(written)), written);
    }

    [Fact]
    public async Task A_stadium_of_200_000_seats_comes_whole_with_one_message()
    {
        var message = Sample.Event([.. Enumerable.Range(1, 4).Select(i => Sample.Section("Block " + i, 500, 100, priceMinor: i))]);

        await seats.AcceptAsync(message);

        Assert.Equal(200_000, await seats.CountAsync($"SELECT count(DISTINCT id) FROM tbl_seat WHERE event_id = '{message.EventId}'"));
        Assert.Equal(1, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND position = 0 AND seat_number = 'Block 1/A1'"));
        Assert.Equal(1, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND position = 199999 AND seat_number = 'Block 4/SF100'"));
        Assert.Equal("""{"eventId": "EVENT", "seatCount": 200000}""".Replace("EVENT", $"{message.EventId}", StringComparison.Ordinal),
            Assert.Single(await seats.PayloadsAsync(message.EventId)));
    }

    [Fact]
    public async Task Replaying_the_whole_topic_changes_nothing()
    {
        EventMessage[] topic = [.. Enumerable.Range(1, 5).Select(i => Sample.Event(Sample.Section("Stalls", i, 3), Sample.Section("Balcony", 2, i)))];
        foreach (var message in topic)
        {
            await seats.AcceptAsync(message);
        }

        var before = await seats.FingerprintAsync();

        foreach (var message in topic.Concat(topic.Reverse()))
        {
            await seats.AcceptAsync(message);
            await seats.AcceptAsync(message with { Version = 7, Title = "Moved", Status = EventStatuses.Cancelled });
        }

        Assert.Equal(before, await seats.FingerprintAsync());
    }

    [Fact]
    public async Task A_later_version_never_changes_the_layout()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 2));
        await seats.AcceptAsync(message);
        var before = await seats.FingerprintAsync();

        await seats.AcceptAsync(message with { Version = 2, Sections = [Sample.Section("Stalls", 9, 9), Sample.Section("New", 1, 1)], Currency = "USD" });

        Assert.Equal(before, await seats.FingerprintAsync());
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_make_the_seats_once()
    {
        var message = Sample.Event(Sample.Section("Stalls", 100, 100));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => seats.AcceptAsync(message)));

        Assert.Single(await seats.PayloadsAsync(message.EventId));
        Assert.Equal(10_000, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}'"));
    }

    [Fact]
    public async Task Seats_never_come_without_their_message_and_a_later_try_makes_both()
    {
        var message = Sample.Event(Sample.Section("Stalls", 5, 5));
        await seats.CountAsync($"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON tbl_seat_outbox FOR EACH ROW WHEN (NEW.aggregate_id = '{message.EventId}') EXECUTE FUNCTION refuse();
            SELECT 0::bigint
            """);

        await seats.AcknowledgeAsync(message);
        await Eventually.IsTrueAsync(async () => await seats.CountAsync("SELECT count(*) FROM tbl_generation_job WHERE tries > 1") > 0);

        Assert.Equal(0, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}'"));
        await seats.CountAsync("DROP TRIGGER refuse ON tbl_seat_outbox; SELECT 0::bigint");
        await seats.UntilGeneratedAsync(message.EventId);
        Assert.Equal(25, (await seats.AllAsync("seats", message.EventId)).Count);
    }

    [Fact]
    public async Task A_row_that_was_there_before_capture_began_counts_as_well()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));

        using var answer = await seats.DeliverAsync("event-changes", message, ContractsJson.Default.EventMessage, operation: "r");

        Assert.Equal(["SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
        await seats.UntilGeneratedAsync(message.EventId);
        Assert.Equal(2, (await seats.AllAsync("seats", message.EventId)).Count);
    }
}
