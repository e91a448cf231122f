using TicketBooking.Booking.Sales;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

/// <summary>Two instances that share a database and no memory sell seats by number.</summary>
public sealed class NamedSeatSaleTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    private readonly SeatSale[] _instances = [database.NewInstance(), database.NewInstance()];

    [Fact]
    public async Task A_hold_is_one_statement_once_its_event_is_known()
    {
        var hall = await NewEventAsync();
        Assert.NotNull((await SellAsync(0, hall, "A1")).Booking);

        using var statements = new Statements();
        Assert.NotNull((await SellAsync(0, hall, "A2", "A3")).Booking);

        Assert.Equal(1, statements.Count);
    }

    [Fact]
    public async Task A_crowd_that_asks_for_taken_seats_shares_a_few_looks_and_claims_nothing()
    {
        var hall = await NewEventAsync();
        await SellAsync(0, hall, "A1");
        Assert.True((await SellAsync(0, hall, "A1")).IsConflict);

        using var statements = new Statements();
        var crowd = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SellAsync(0, hall, "A1")));

        Assert.All(crowd, refused => Assert.True(refused.IsConflict));
        Assert.InRange(statements.Count, 1, 20);
    }

    [Fact]
    public async Task A_refusal_names_every_seat_that_is_taken_and_why()
    {
        var hall = await NewEventAsync();
        var booked = (await SellAsync(0, hall, "A1")).Booking!;
        await database.RunAsync("UPDATE tbl_seat_claim SET status = 'BOOKED', expires_at = NULL WHERE booking_id = $1", booked.Id);
        await SellAsync(1, hall, "A2");
        Assert.True((await SellAsync(0, hall, "A1")).IsConflict);
        await SellAsync(1, hall, "A4");

        var refused = await SellAsync(0, hall, "A1", "A2", "A3", "A4");

        Assert.Equal(
            """[{"seatNumber":"A1","reason":"BOOKED"},{"seatNumber":"A2","reason":"HELD"},{"seatNumber":"A4","reason":"HELD"}]""",
            System.Text.Json.JsonSerializer.Serialize(refused.Refusal!.ProblemDetails.Extensions["conflicts"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_seat_that_another_instance_or_the_time_has_freed_is_sold_at_once(bool byTime)
    {
        var hall = await NewEventAsync();
        for (var round = 0; round < 20; round++)
        {
            var held = (await SellAsync(0, hall, "A1")).Booking!;
            Assert.True((await SellAsync(0, hall, "A1")).IsConflict);
            if (byTime)
            {
                await database.LetTimePassAsync(held.Id);
            }
            else
            {
                await database.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL, version = version + 1 WHERE booking_id = $1", held.Id);
            }

            var next = (await SellAsync(0, hall, "A1")).Booking!;
            await database.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL, version = version + 1 WHERE booking_id = $1", next.Id);
        }
    }

    [Fact]
    public async Task Rules_that_changed_elsewhere_hold_here_too()
    {
        var hall = await NewEventAsync();
        Assert.NotNull((await SellAsync(0, hall, "A1")).Booking);
        await Rules.ApplyAsync(database.DataSource, hall.Message with { Version = 2, MaxSeatsPerBooking = 1, HoldSeconds = 60 });

        Assert.Equal("invalid-request", TypeOf(await SellAsync(0, hall, "A2", "A3")));
        var held = (await SellAsync(0, hall, "A2")).Booking!;

        Assert.Equal(TimeSpan.FromSeconds(60), held.HoldTime);
        Assert.Equal(60, await database.ScalarAsync<int>("SELECT extract(epoch FROM expires_at - created_at)::int FROM tbl_booking WHERE id = $1", held.Id));
    }

    [Fact]
    public async Task A_sale_that_was_put_off_elsewhere_is_closed_here_too_and_one_that_was_put_forward_is_open()
    {
        var hall = await NewEventAsync();
        Assert.NotNull((await SellAsync(0, hall, "A1")).Booking);
        var now = await database.ScalarAsync<DateTime>("SELECT now() AT TIME ZONE 'UTC'");
        await Rules.ApplyAsync(database.DataSource, hall.Message with { Version = 2, OnSaleAt = new DateTimeOffset(now, TimeSpan.Zero).AddHours(1) });
        Assert.Equal("not-on-sale", TypeOf(await SellAsync(0, hall, "A2")));

        await Rules.ApplyAsync(database.DataSource, hall.Message with { Version = 3, OnSaleAt = new DateTimeOffset(now, TimeSpan.Zero).AddHours(-1) });

        Assert.NotNull((await SellAsync(0, hall, "A2")).Booking);
    }

    [Fact]
    public async Task An_event_that_was_cancelled_elsewhere_sells_nothing_here()
    {
        var hall = await NewEventAsync();
        Assert.NotNull((await SellAsync(0, hall, "A1")).Booking);
        await Rules.ApplyAsync(database.DataSource, hall.Message with { Version = 2, Status = EventStatuses.Cancelled });

        Assert.Equal("not-on-sale", TypeOf(await SellAsync(0, hall, "A2")));
    }

    private static string? TypeOf(SaleResult result) => result.Refusal?.ProblemDetails.Type?.Split('/', ':')[^1];

    private async Task<Hall> NewEventAsync()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), rows: 2, seatsPerRow: 5);
        await Rules.ApplyAsync(database.DataSource, hall.Message);
        return hall;
    }

    private Task<SaleResult> SellAsync(int instance, Hall hall, params string[] seats) => _instances[instance].SellAsync(
        new SeatWish(hall.EventId, seats), Guid.CreateVersion7(), attemptId: null, CancellationToken.None);
}
