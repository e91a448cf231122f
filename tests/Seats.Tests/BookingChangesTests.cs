using System.Net;
using System.Security.Cryptography;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class BookingChangesTests(TestSeats seats) : IClassFixture<TestSeats>
{
    private static readonly string[] Statuses = [SeatStatuses.Held, SeatStatuses.Available, SeatStatuses.Held, SeatStatuses.Booked];

    [Fact]
    public async Task The_golden_booking_message_is_read()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2)) with { EventId = Guid.Parse("0199d3c4-5b1e-7c3a-9f00-000000000002") };
        await seats.AcceptAsync(message);
        var ids = await IdsAsync(message.EventId);
        var golden = Golden.Read("Seats.Tests", "booking-message")
            .Replace("{A1}", $"{ids[0]}", StringComparison.Ordinal).Replace("{A2}", $"{ids[1]}", StringComparison.Ordinal);

        using var answer = await seats.DeliverPayloadAsync("booking-changes", golden);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["A1 HELD 3", "A2 BOOKED 1"], await StatesAsync(message.EventId));
    }

    [Fact]
    public async Task Messages_in_any_order_and_any_number_of_times_end_in_the_same_state()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 6));
        for (var round = 0; round < 25; round++)
        {
            message = message with { EventId = Guid.CreateVersion7() };
            await seats.AcceptAsync(message);
            var topic = History(message.EventId, await IdsAsync(message.EventId));
            var twice = topic.Concat(topic).ToArray();
            RandomNumberGenerator.Shuffle<BookingMessage>(twice);

            foreach (var delivery in twice)
            {
                await seats.AcceptAsync(delivery);
            }

            Assert.True(
                Expected(topic).SequenceEqual(await StatesAsync(message.EventId)),
                "This order went wrong: " + string.Join(" ", twice.Select(m => string.Join("+", m.Seats.Select(s => s.SeatNumber + "v" + s.Version)))));
        }
    }

    [Fact]
    public async Task Messages_at_the_same_time_leave_the_highest_version()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 50));
        await seats.AcceptAsync(message);
        var ids = await IdsAsync(message.EventId);
        var deliveries = Enumerable.Range(1, 40).Select(version => Sample.Booking(
            message.EventId, [.. ids.Select((id, i) => new SeatChange(id, "A" + (i + 1), Statuses[version % 4], version))]));

        await Task.WhenAll(deliveries.Select(seats.AcceptAsync));

        Assert.All(await StatesAsync(message.EventId), state => Assert.EndsWith(" HELD 40", state, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_that_name_seats_in_opposite_order_do_not_wait_for_each_other()
    {
        // So many seats that the database looks those of a message up one by one, in the order it is told.
        var message = Sample.Event(Sample.Section("Stalls", 100, 200));
        await seats.AcceptAsync(message);
        await seats.CountAsync("ANALYZE tbl_seat; SELECT 0::bigint");
        SeatChange[] changes = [.. Enumerable.Range(1, 3).Select(
            number => new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", number), "A" + number, SeatStatuses.Held, 1))];
        await using var connection = await seats.Database.OpenConnectionAsync();
        await using var inTheWay = await connection.BeginTransactionAsync();
        await using var block = new NpgsqlCommand($"UPDATE tbl_seat SET number = number WHERE id = '{changes[1].SeatId}'", connection, inTheWay);
        await block.ExecuteNonQueryAsync();

        var there = seats.AcceptAsync(Sample.Booking(message.EventId, changes));
        var back = seats.AcceptAsync(Sample.Booking(message.EventId, [.. changes.Reverse()]));
        while (await seats.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") < 2)
        {
            Assert.False(there.IsCompleted || back.IsCompleted);
        }

        await inTheWay.RollbackAsync();

        await Task.WhenAll(there, back);
        Assert.Equal(3, await seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND status = 'HELD'"));
    }

    [Fact]
    public async Task The_same_version_again_does_not_change_the_seat()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 1));
        await seats.AcceptAsync(message);
        var id = (await IdsAsync(message.EventId))[0];
        await seats.AcceptAsync(Sample.Booking(message.EventId, new SeatChange(id, "A1", SeatStatuses.Booked, 2)));

        await seats.AcceptAsync(Sample.Booking(message.EventId, new SeatChange(id, "A1", SeatStatuses.Available, 2)));

        Assert.Equal(["A1 BOOKED 2"], await StatesAsync(message.EventId));
    }

    [Fact]
    public async Task A_booking_that_overtakes_its_event_is_parked_and_applied_as_soon_as_the_seats_are_there()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 1));
        var early = Sample.Booking(message.EventId, new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", 1), "A1", SeatStatuses.Held, 1));

        await seats.AcceptAsync(early);
        await seats.SqlAsync("UPDATE tbl_parked_message SET due_at = now() + interval '1 hour'");
        await seats.AcceptAsync(message);

        await Eventually.EqualsAsync("A1 HELD 1", async () => Assert.Single(await StatesAsync(message.EventId)));
    }

    [Fact]
    public async Task A_seat_of_another_event_is_not_touched()
    {
        var mine = Sample.Event(Sample.Section("Stalls", 1, 1));
        var other = Sample.Event(Sample.Section("Stalls", 1, 1));
        await seats.AcceptAsync(mine);
        await seats.AcceptAsync(other);

        await seats.AcceptAsync(Sample.Booking(mine.EventId, new SeatChange((await IdsAsync(other.EventId))[0], "A1", SeatStatuses.Booked, 1)));

        Assert.Equal(1, await seats.CountAsync($"SELECT count(*) FROM tbl_parked_message WHERE waits_for = 'seats:{mine.EventId}'"));
        Assert.Equal(["A1 AVAILABLE 0"], await StatesAsync(other.EventId));
    }

    /// <summary>Bookings of one to three seats each; per seat the versions rise from 1.</summary>
    private static BookingMessage[] History(Guid eventId, Guid[] ids)
    {
        var versions = new long[ids.Length];
        return [.. Enumerable.Range(0, 12).Select(_ => Sample.Booking(eventId, [.. Some(ids.Length).Select(i => Next(ids, versions, i))]))];
    }

    private static IEnumerable<int> Some(int count)
    {
        var all = Enumerable.Range(0, count).ToArray();
        RandomNumberGenerator.Shuffle<int>(all);
        return all.Take(RandomNumberGenerator.GetInt32(1, 4));
    }

    private static SeatChange Next(Guid[] ids, long[] versions, int seat)
    {
        var version = ++versions[seat];
        return new SeatChange(ids[seat], "A" + (seat + 1), Statuses[(seat + version) % Statuses.Length], version);
    }

    private static IEnumerable<string> Expected(BookingMessage[] topic)
    {
        var last = topic.SelectMany(message => message.Seats).GroupBy(seat => seat.SeatNumber).ToDictionary(g => g.Key, g => g.MaxBy(seat => seat.Version)!);
        return Enumerable.Range(1, 6).Select(i => "A" + i)
            .Select(number => last.TryGetValue(number, out var seat) ? $"{number} {seat.Status} {seat.Version}" : number + " AVAILABLE 0");
    }

    private async Task<Guid[]> IdsAsync(Guid eventId) =>
        [.. (await seats.AllAsync("seats", eventId)).Select(seat => seat.GetProperty("id").GetGuid())];

    private async Task<string[]> StatesAsync(Guid eventId) =>
        [.. (await seats.AllAsync("seats", eventId)).Select(
            seat => $"{seat.GetProperty("seatNumber")} {seat.GetProperty("status")} {seat.GetProperty("version")}")];
}
