using System.Net;
using System.Net.Http.Json;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

public sealed class SeatFeedTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Fact]
    public async Task Every_batch_that_can_be_seen_gets_the_next_number_and_no_other()
    {
        var message = await SeatedAsync(3);
        var first = Booking(message, SeatStatuses.Held, version: 1, 1, 2);
        await seats.AcceptAsync(first);
        await seats.AcceptAsync(first); // a duplicate
        await seats.AcceptAsync(Booking(message, SeatStatuses.Held, version: 2, 1)); // held by the next buyer: looks the same
        await seats.AcceptAsync(Booking(message, SeatStatuses.Booked, version: 3, 1));
        await seats.AcceptAsync(Booking(message, SeatStatuses.Available, version: 2, 1)); // late

        var feed = await ReadAsync(message.EventId, after: 0);

        Assert.Null(feed.Reset);
        Assert.Equal(["1: A1 HELD, A2 HELD", "2: A1 BOOKED"], Texts(feed));
        Assert.Equal((message.EventId, 2), (feed.EventId, feed.Seq));
    }

    [Fact]
    public async Task Bookings_at_the_same_time_get_numbers_without_gaps()
    {
        var message = await SeatedAsync(60);

        await Task.WhenAll(Enumerable.Range(1, 60).Select(number => seats.AcceptAsync(Booking(message, SeatStatuses.Held, 1, number))));

        Assert.Equal(Enumerable.Range(1, 60).Select(seq => (long)seq), (await ReadAsync(message.EventId, after: 0)).Batches.Select(batch => batch.Seq));
    }

    [Fact]
    public async Task S2_7_the_state_names_every_held_and_every_booked_seat()
    {
        var message = await SeatedAsync(4);
        await seats.AcceptAsync(Booking(message, SeatStatuses.Held, 1, 1, 2, 3));
        await seats.AcceptAsync(Booking(message, SeatStatuses.Booked, 2, 2));

        var feed = await ReadAsync(message.EventId);

        Assert.Equal((2, "A1 A3", "A2"), (feed.Seq, string.Join(' ', feed.Reset!.Held), string.Join(' ', feed.Reset.Booked)));
        Assert.Equal([1L, 2], feed.Batches.Select(batch => batch.Seq));
    }

    [Theory]
    [InlineData(2, "3")]
    [InlineData(3, "")]
    public async Task A_request_after_a_number_gets_the_batches_that_follow_it(long after, string expected)
    {
        var message = await SeatedAsync(3);
        await HoldOneByOneAsync(message, 3);

        var feed = await ReadAsync(message.EventId, after);

        Assert.Null(feed.Reset);
        Assert.Equal(expected, string.Join(' ', feed.Batches.Select(batch => batch.Seq)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_number_that_never_was_is_answered_with_the_state(long after)
    {
        var message = await SeatedAsync(3);
        await HoldOneByOneAsync(message, 3);

        var feed = await ReadAsync(message.EventId, after);

        Assert.Equal((3, "A1 A2 A3"), (feed.Seq, string.Join(' ', feed.Reset!.Held)));
    }

    [Fact]
    public async Task What_was_pruned_is_answered_with_the_state_and_what_was_kept_is_not()
    {
        var message = await SeatedAsync(6);
        await HoldOneByOneAsync(message, 6);

        await SeatChangeHistory.PruneAsync(seats.Database, TimeSpan.FromHours(1), batches: 2, CancellationToken.None);

        Assert.Equal([5L, 6], (await ReadAsync(message.EventId, after: 3)).Batches.Select(batch => batch.Seq));
        Assert.Equal(6, (await ReadAsync(message.EventId, after: 3)).Reset!.Held.Length);
        Assert.Null((await ReadAsync(message.EventId, after: 4)).Reset);
    }

    [Fact]
    public async Task A_hole_in_the_past_is_never_passed_over()
    {
        var message = await SeatedAsync(5);
        await HoldOneByOneAsync(message, 5);
        await seats.CountAsync($"DELETE FROM tbl_seat_change WHERE event_id = '{message.EventId}' AND seq = 3; SELECT 0::bigint");

        var feed = await ReadAsync(message.EventId, after: 1);

        Assert.NotNull(feed.Reset);
        Assert.Equal([4L, 5], feed.Batches.Select(batch => batch.Seq));
    }

    [Fact]
    public async Task An_event_that_does_not_exist_is_404()
    {
        using var answer = await seats.Client.GetAsync(new Uri($"/internal/live/{Guid.CreateVersion7()}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<EventMessage> SeatedAsync(int count)
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, count));
        await seats.AcceptAsync(message);
        return message;
    }

    private async Task HoldOneByOneAsync(EventMessage message, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await seats.AcceptAsync(Booking(message, SeatStatuses.Held, 1, number));
        }
    }

    private static BookingMessage Booking(EventMessage message, string status, long version, params int[] numbers) => Sample.Booking(
        message.EventId,
        [.. numbers.Select(number => new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", number), "A" + number, status, version))]);

    private async Task<SeatFeed> ReadAsync(Guid eventId, long? after = null) =>
        (await seats.Client.GetFromJsonAsync($"/internal/live/{eventId}{(after is null ? "" : $"?after={after}")}", ContractsJson.Default.SeatFeed))!;

    private static IEnumerable<string> Texts(SeatFeed feed) => feed.Batches.Select(batch =>
        $"{batch.Seq}: " + string.Join(", ", batch.Changes.Select(change => $"{change.SeatNumber} {change.Status}").Order()));
}
