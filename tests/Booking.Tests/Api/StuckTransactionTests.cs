using System.Diagnostics;
using System.Net;
using Dapr.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Sales;
using TicketBooking.Booking.Tests.Data;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>A transaction stands still with the event gate and a seat's claim in its hands, as one of an instance that is paused.</summary>
[Collection(BookingSystems.Sale)]
public sealed class StuckTransactionTests(BookingSystem system)
{
    [Fact]
    public async Task Other_seats_are_held_at_once_and_its_own_seat_is_503_until_it_ends()
    {
        var hall = await system.NewEventAsync();
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var stuck = await HoldWithoutCommitAsync(connection, hall, "A1");

        // An organiser changes the event meanwhile, which has nothing to wait for.
        await system.PublishAsync(hall.Message with { Version = 2, Title = "Second Night" });
        await Eventually.EqualsAsync(2L, () => system.ScalarAsync<long>("SELECT version FROM tbl_event_rules WHERE event_id = $1", hall.EventId));
        var refused = HoldAsync(hall, "A1");
        var others = await Task.WhenAll(Enumerable.Range(2, 9).Select(number => HoldAsync(hall, $"A{number}")));

        Assert.All(others, other => Assert.Equal(HttpStatusCode.Created, other.Answer.Status));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "service-busy"), ((await refused).Answer.Status, (await refused).Answer.Problem));
        Assert.InRange((await refused).Time, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10));
        Assert.Equal(9, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1", hall.EventId));
        await stuck.RollbackAsync();
        Assert.Equal(HttpStatusCode.Created, (await HoldAsync(hall, "A1")).Answer.Status);
    }

    [Fact]
    public async Task A_hold_that_waited_in_vain_leaves_no_lock_of_its_seats()
    {
        var hall = await system.NewEventAsync();
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var stuck = await HoldWithoutCommitAsync(connection, hall, "A1");

        Assert.Equal("service-busy", (await HoldAsync(hall, "A1")).Answer.Problem);

        var taken = await system.Part<DaprClient>().Lock(ComponentNames.LockStore, $"seat:{hall.EventId}:{SeatOf(hall, "A1").Id}", "another", 5);
        Assert.True(taken.Success);
    }

    [Fact]
    public async Task The_choice_of_best_seats_passes_over_a_stuck_one_after_the_first_wait()
    {
        var hall = await system.NewEventAsync(rows: 2, seatsPerRow: 1);
        (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Success();
        var buyer = system.NewBuyer();
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL WHERE event_id = $1", hall.EventId);
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var stuck = await connection.BeginTransactionAsync();
        await stuck.Command("SELECT 1 FROM tbl_seat_claim WHERE event_id = $1 FOR UPDATE", hall.EventId).RunAsync(CancellationToken.None);

        Assert.Equal("service-busy", (await buyer.HoldBestAsync(hall.EventId, 1)).Problem);
        var other = await buyer.HoldBestAsync(hall.EventId, 1);
        var none = await buyer.HoldBestAsync(hall.EventId, 1);

        Assert.Equal("B1", other.Body.GetProperty("seats")[0].GetProperty("seatNumber").GetString());
        Assert.Equal("service-busy", none.Problem);
    }

    [Fact]
    public async Task The_server_ends_a_hold_that_stands_still_and_its_seat_is_free()
    {
        var hall = await system.NewEventAsync();
        var limits = ConnectionLimits.OfServices with { IdleInTransaction = TimeSpan.FromSeconds(1) };
        await using var instance = Databases.Open(system.ConnectionString, "paused", NullLoggerFactory.Instance, limits);
        await using var connection = await instance.OpenConnectionAsync();
        await using var stuck = await HoldWithoutCommitAsync(connection, hall, "A1");

        var next = await HoldAsync(hall, "A1");

        Assert.Equal(HttpStatusCode.Created, next.Answer.Status);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => stuck.CommitAsync());
        Assert.Equal(
            next.Answer.Id("holdId"),
            await system.ScalarAsync<Guid>("SELECT booking_id FROM tbl_seat_claim WHERE event_id = $1 AND status = 'HELD'", hall.EventId));
        Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1", hall.EventId));
    }

    [Fact]
    public async Task To_ask_whether_an_event_can_be_deleted_stops_no_sale_of_it()
    {
        var hall = await system.NewEventAsync();
        await HoldAsync(hall, "A2");
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var stuck = await HoldWithoutCommitAsync(connection, hall, "A1");

        using var sidecar = system.NewSidecarClient();
        var refused = await Answer.ReadAsync(await sidecar.PostAsync(
            new Uri($"/internal/events/{hall.EventId}/close", UriKind.Relative), content: null));

        Assert.Equal("event-has-bookings", refused.Problem);
    }

    private static LayoutSeat SeatOf(Hall hall, string number) => hall.Seats.Single(seat => seat.SeatNumber == number);

    private async Task<NpgsqlTransaction> HoldWithoutCommitAsync(NpgsqlConnection connection, Hall hall, string seat)
    {
        var transaction = await connection.BeginTransactionAsync();
        var booking = BookingDatabase.Booking(hall.EventId, SeatOf(hall, seat));
        Assert.False(await EventGate.IsCancelledAsync(transaction, hall.EventId, CancellationToken.None));
        Assert.Equal(SaleOutcome.Made, (await system.Part<BookingChanges>().MakeAsync(transaction, booking, CancellationToken.None)).Outcome);
        return transaction;
    }

    private async Task<(Answer Answer, TimeSpan Time)> HoldAsync(Hall hall, string seat)
    {
        var since = Stopwatch.GetTimestamp();
        return (await system.NewBuyer().HoldAsync(hall.EventId, seat), Stopwatch.GetElapsedTime(since));
    }
}
