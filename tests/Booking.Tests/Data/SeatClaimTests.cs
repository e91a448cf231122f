using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

public sealed class SeatClaimTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    private readonly Guid _event = Guid.CreateVersion7();

    [Fact]
    public async Task Of_200_buyers_who_race_for_a_seat_one_gets_it()
    {
        var seat = Hall.Of(_event, 1, 1).Seats;

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => database.ClaimAsync(BookingDatabase.Booking(_event, seat))));

        Assert.Equal(1, results.Count(made => made));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1", _event));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT version FROM tbl_seat_claim WHERE event_id = $1", _event));
    }

    [Fact]
    public async Task Overlapping_holds_in_opposite_order_never_deadlock_and_never_hold_a_part()
    {
        for (var round = 0; round < 30; round++)
        {
            var eventId = Guid.CreateVersion7();
            var seats = Hall.Of(eventId, 1, 6).Seats;
            var wishes = Enumerable.Range(0, 12).Select(buyer => buyer % 2 == 0 ? seats[..4] : [.. seats[2..].Reverse()]);

            var results = await Task.WhenAll(wishes.Select(wish => database.ClaimAsync(BookingDatabase.Booking(eventId, wish))));

            Assert.Equal(1, results.Count(made => made));
            Assert.Equal(4, await database.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1", eventId));
        }
    }

    [Fact]
    public async Task Taking_over_holds_that_ended_while_they_are_being_released_never_deadlocks()
    {
        for (var round = 0; round < 20; round++)
        {
            var eventId = Guid.CreateVersion7();
            var seats = Hall.Of(eventId, 1, 8).Seats;
            var first = BookingDatabase.Booking(eventId, seats[..4]);
            var second = BookingDatabase.Booking(eventId, seats[4..]);
            Assert.True(await database.ClaimAsync(first) && await database.ClaimAsync(second));
            await database.LetTimePassAsync(first.Id);
            await database.LetTimePassAsync(second.Id);

            var release = Enumerable.Range(0, 3).Select(_ => (Task)database.EndedHolds.ExpireBatchAsync(CancellationToken.None));
            var takeOver = Enumerable.Range(0, 6).Select(buyer =>
                database.ClaimAsync(BookingDatabase.Booking(eventId, buyer % 2 == 0 ? seats : [.. seats.Reverse()])));
            var taken = takeOver.ToArray();
            await Task.WhenAll(release.Concat(taken));

            Assert.Equal(1, (await Task.WhenAll(taken)).Count(made => made));
            Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(DISTINCT booking_id) FROM tbl_seat_claim WHERE event_id = $1", eventId));
            Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1 AND status = 'EXPIRED'", eventId));
        }
    }

    [Fact]
    public async Task A_take_over_raises_the_version_and_leaves_the_old_booking_to_its_end()
    {
        var seat = Hall.Of(_event, 1, 1).Seats;
        var lapsed = BookingDatabase.Booking(_event, seat);
        var next = BookingDatabase.Booking(_event, seat);
        Assert.True(await database.ClaimAsync(lapsed));
        Assert.False(await database.ClaimAsync(next));
        await database.LetTimePassAsync(lapsed.Id);

        Assert.True(await database.ClaimAsync(next));
        await database.EndedHolds.ExpireBatchAsync(CancellationToken.None);

        Assert.Equal(2, await database.ScalarAsync<long>("SELECT version FROM tbl_seat_claim WHERE event_id = $1", _event));
        Assert.Equal(next.Id, await database.ScalarAsync<Guid>("SELECT booking_id FROM tbl_seat_claim WHERE event_id = $1", _event));
        Assert.Equal("EXPIRED", await database.ScalarAsync<string>("SELECT status FROM tbl_booking WHERE id = $1", lapsed.Id));
        Assert.Empty((await LastMessageAsync(lapsed.Id)).Seats);
    }

    [Fact]
    public async Task A_hold_of_a_sold_seat_is_refused_however_old_it_is()
    {
        var seats = Hall.Of(_event, 1, 2).Seats;
        var sold = BookingDatabase.Booking(_event, seats[0]);
        Assert.True(await database.ClaimAsync(sold));
        await database.RunAsync("UPDATE tbl_seat_claim SET status = 'BOOKED', expires_at = NULL WHERE booking_id = $1", sold.Id);

        Assert.False(await database.ClaimAsync(BookingDatabase.Booking(_event, seats)));

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1", _event));
    }

    [Fact]
    public async Task Instances_that_end_holds_together_end_each_once()
    {
        var seats = Hall.Of(_event, 10, 25).Seats;
        var bookings = seats.Select(seat => BookingDatabase.Booking(_event, seat)).ToArray();
        Assert.All(await Task.WhenAll(bookings.Select(database.ClaimAsync)), Assert.True);
        await Task.WhenAll(bookings.Select(booking => database.LetTimePassAsync(booking.Id)));

        var ended = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var mine = 0;
            for (int batch; (batch = (await database.EndedHolds.ExpireBatchAsync(CancellationToken.None)).Count) > 0; mine += batch)
            {
            }

            return mine;
        }));

        Assert.Equal(bookings.Length, ended.Sum());
        Assert.Equal(
            bookings.Length,
            await database.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1 AND status = 'RELEASED' AND version = 2", _event));
        var message = await LastMessageAsync(bookings[0].Id);
        Assert.Equal("EXPIRED", message.Status);
        Assert.Equal(new SeatChange(seats[0].Id, seats[0].SeatNumber, SeatStatuses.Available, 2), Assert.Single(message.Seats));
    }

    [Fact]
    public async Task State_and_message_leave_together_or_not_at_all()
    {
        var broken = new BookingDatabase();
        await broken.InitializeAsync();
        await broken.RunAsync("DROP TABLE tbl_booking_outbox");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => broken.ClaimAsync(BookingDatabase.Booking(_event, Hall.Of(_event, 1, 1).Seats)));

        Assert.Equal(0, await broken.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim"));
        Assert.Equal(0, await broken.ScalarAsync<long>("SELECT count(*) FROM tbl_booking"));
        await broken.DisposeAsync();
    }

    [Fact]
    public async Task With_the_lock_store_down_a_hold_is_made_and_a_conflict_says_why()
    {
        var hall = Hall.Of(_event, 1, 3);
        var seats = hall.Seats;

        Assert.NotNull((await database.TakeAsync(hall, BookingDatabase.Booking(_event, seats[0], seats[1]))).Booking);
        var refused = await database.TakeAsync(hall, BookingDatabase.Booking(_event, seats[1], seats[2]));

        var conflicts = JsonSerializer.Serialize(refused.Refusal!.ProblemDetails.Extensions["conflicts"]);
        Assert.Equal("""[{"seatNumber":"A2","reason":"HELD"}]""", conflicts);
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1", _event));
    }

    private async Task<BookingMessage> LastMessageAsync(Guid bookingId) => JsonSerializer.Deserialize(
        await database.ScalarAsync<string>(
            "SELECT payload::text FROM tbl_booking_outbox WHERE aggregate_id = $1 ORDER BY occurred_at DESC LIMIT 1", bookingId.ToString()),
        ContractsJson.Default.BookingMessage)!;
}
