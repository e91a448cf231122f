using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Projection;

public sealed class SeatProjectionTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Fact]
    public async Task Many_messages_of_many_events_become_one_batch_of_each_event()
    {
        var (one, other) = (await SeatedAsync(4), await SeatedAsync(4));

        var (applied, unknown) = await ApplyAsync(
            Message(one, SeatStatuses.Held, 1, 1), Message(other, SeatStatuses.Held, 1, 3), Message(one, SeatStatuses.Booked, 1, 2, 3));

        Assert.Empty(unknown);
        Assert.Equal(["1: A1 HELD, A2 BOOKED, A3 BOOKED", "1: A3 HELD"], new[] { one, other }.Select(id => Text(applied.Single(m => m.EventId == id))));
        Assert.Equal(4, await seats.CountAsync($"SELECT count(*) FROM tbl_seat_change WHERE event_id IN ('{one}', '{other}') AND seq = 1"));
    }

    [Fact]
    public async Task The_highest_version_over_all_messages_wins_wherever_it_stands()
    {
        var id = await SeatedAsync(2);

        var (applied, _) = await ApplyAsync(
            Message(id, SeatStatuses.Booked, 3, 1), Message(id, SeatStatuses.Held, 1, 1, 2), Message(id, SeatStatuses.Available, 2, 1, 2));

        // A2 is available as before: that is no change to see.
        Assert.Equal("1: A1 BOOKED", Text(Assert.Single(applied)));
        Assert.Equal(5, await seats.CountAsync($"SELECT sum(version)::bigint FROM tbl_seat WHERE event_id = '{id}'"));
    }

    [Fact]
    public async Task What_is_known_of_a_message_is_applied_and_the_message_is_named()
    {
        var (id, stranger) = (await SeatedAsync(2), Guid.CreateVersion7());

        var (applied, unknown) = await ApplyAsync(
            Message(id, SeatStatuses.Held, 1, 1), Message(id, SeatStatuses.Held, 1, 2, 8, 9), Message(stranger, SeatStatuses.Held, 1, 1));

        Assert.Equal([new UnknownSeats(1, 2), new UnknownSeats(2, 1)], unknown);
        Assert.Equal("1: A1 HELD, A2 HELD", Text(Assert.Single(applied)));
    }

    [Fact]
    public async Task Seats_of_a_deleted_event_count_as_known()
    {
        var deleted = await SeatedAsync(1);
        await EventDeletion.DeleteAsync(seats.Database, deleted, CancellationToken.None);

        var (applied, unknown) = await ApplyAsync(Message(deleted, SeatStatuses.Held, 1, 1), Message(Guid.CreateVersion7(), SeatStatuses.Held, 1, 1));

        Assert.Empty(applied);
        Assert.Equal([new UnknownSeats(1, 1)], unknown);
    }

    [Fact]
    public async Task A_seat_of_another_event_is_unknown_and_not_touched()
    {
        var (mine, other) = (await SeatedAsync(1), await SeatedAsync(1));
        var seat = SeatId.Of(other, "Stalls", "A", 1);

        var (applied, unknown) = await ApplyAsync(
            Sample.Booking(mine, new SeatChange(seat, "A1", SeatStatuses.Booked, 9)), Message(other, SeatStatuses.Held, 1, 1));

        Assert.Equal([new UnknownSeats(0, 1)], unknown);
        Assert.Equal((other, "1: A1 HELD"), (Assert.Single(applied).EventId, Text(applied[0])));
    }

    [Fact]
    public async Task A_message_without_seats_and_no_message_change_nothing()
    {
        Assert.Equal((0, 0), Sizes(await ApplyAsync()));
        Assert.Equal((0, 0), Sizes(await ApplyAsync(Sample.Booking(Guid.CreateVersion7()))));
    }

    [Fact]
    public async Task Calls_that_name_the_same_seats_of_two_events_in_opposite_order_all_end_and_number_without_gaps()
    {
        var (one, other) = (await SeatedAsync(5), await SeatedAsync(5));

        var all = await Task.WhenAll(Enumerable.Range(1, 40).Select(version =>
        {
            var status = version % 2 == 0 ? SeatStatuses.Available : SeatStatuses.Held;
            BookingMessage[] messages = [Message(one, status, version, 1, 2, 3), Message(other, status, version, 3, 2, 1)];
            return ApplyAsync(version % 3 == 0 ? [.. messages.Reverse()] : messages);
        }));

        foreach (var id in new[] { one, other })
        {
            var seqs = all.SelectMany(result => result.Applied).Where(message => message.EventId == id).Select(message => message.Seq).Order().ToArray();
            Assert.Equal(Enumerable.Range(1, seqs.Length).Select(seq => (long)seq), seqs);
            Assert.Equal(seqs.Length, await seats.CountAsync($"SELECT seq FROM tbl_event WHERE id = '{id}'"));
        }

        Assert.Equal(6, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id IN ('{one}', '{other}') AND version = 40"));
    }

    [Fact]
    public async Task Deleting_an_event_and_changing_it_and_another_never_wait_for_each_other()
    {
        for (var round = 0; round < 10; round++)
        {
            var (deleted, other) = (await SeatedAsync(20), await SeatedAsync(20));
            int[] numbers = [.. Enumerable.Range(1, 20)];

            await Task.WhenAll(
                ApplyAsync(Message(deleted, SeatStatuses.Held, 1, numbers), Message(other, SeatStatuses.Held, 1, numbers)),
                EventDeletion.DeleteAsync(seats.Database, deleted, CancellationToken.None),
                ApplyAsync(Message(other, SeatStatuses.Booked, 2, numbers), Message(deleted, SeatStatuses.Booked, 2, numbers)));

            Assert.Equal(20, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id IN ('{deleted}', '{other}') AND status = 'BOOKED'"));
        }
    }

    [Fact]
    public async Task However_many_messages_come_it_is_one_statement_that_asks_for_no_lock_twice()
    {
        var id = await SeatedAsync(60);
        await using var narrow = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(seats.Database.ConnectionString) { Password = "ticketing", MaxPoolSize = 1, ApplicationName = "narrow" });
        BookingMessage[] messages = [.. Enumerable.Range(1, 60).Select(number => Message(id, SeatStatuses.Held, 1, number))];

        var (applied, _) = await SeatProjection.ApplyAsync(narrow, messages, CancellationToken.None);

        Assert.Equal(60, Assert.Single(applied).Changes.Length);
        Assert.Equal(1, await seats.CountAsync($"SELECT count(DISTINCT xmin::text) FROM tbl_seat WHERE event_id = '{id}'"));
    }

    private static (int Applied, int Unknown) Sizes(ProjectedMessages projected) => (projected.Applied.Count, projected.Unknown.Count);

    private static string Text(SeatFeedMessage message) =>
        $"{message.Seq}: {string.Join(", ", message.Changes.Select(change => $"{change.SeatNumber} {change.Status}").Order(StringComparer.Ordinal))}";

    private static BookingMessage Message(Guid eventId, string status, long version, params int[] numbers) => Sample.Booking(
        eventId, [.. numbers.Select(number => new SeatChange(SeatId.Of(eventId, "Stalls", "A", number), "A" + number, status, version))]);

    private async Task<Guid> SeatedAsync(int count)
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, count));
        await seats.AcceptAsync(message);
        return message.EventId;
    }

    private Task<ProjectedMessages> ApplyAsync(params BookingMessage[] messages) =>
        SeatProjection.ApplyAsync(seats.Database, messages, CancellationToken.None);
}
