using TicketBooking.Booking.Data;
using TicketBooking.Booking.Sales;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

public sealed class EventGateTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    [Fact]
    public async Task A_sale_that_read_the_rules_before_the_cancellation_is_refused_after_it()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 1, 2);
        await Rules.ApplyAsync(database.DataSource, hall.Message);
        var booking = BookingDatabase.Booking(hall.EventId, hall.Seats[0]);
        await Rules.ApplyAsync(database.DataSource, Cancelled(hall));

        SaleResult result = await database.TakeAsync(hall, booking);

        Assert.Null(result.Booking);
        Assert.EndsWith("not-on-sale", result.Refusal!.ProblemDetails.Type, StringComparison.Ordinal);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1", hall.EventId));
    }

    [Fact]
    public async Task A_cancellation_waits_for_running_sales_but_not_for_later_ones()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 1, 2);
        var eventId = hall.EventId;
        await Rules.ApplyAsync(database.DataSource, hall.Message);
        await using var first = await database.DataSource.OpenConnectionAsync();
        await using var sale = await first.BeginTransactionAsync();
        Assert.False(await EventGate.IsCancelledAsync(sale, eventId, CancellationToken.None));

        var cancellation = Rules.ApplyAsync(database.DataSource, Cancelled(hall));
        await WaitersAsync(1);
        var later = IsCancelledAsync(eventId);
        await WaitersAsync(2);
        Assert.False(cancellation.IsCompleted || later.IsCompleted);
        await sale.CommitAsync();

        await cancellation;
        Assert.True(await later);
    }

    private async Task<bool> IsCancelledAsync(Guid eventId)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var sale = await connection.BeginTransactionAsync();
        return await EventGate.IsCancelledAsync(sale, eventId, CancellationToken.None);
    }

    private static EventMessage Cancelled(Hall hall) => hall.Message with { Version = 2, Status = EventStatuses.Cancelled };

    private Task WaitersAsync(long count) => Eventually.EqualsAsync(count, () => database.ScalarAsync<long>(
        """
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """));
}
