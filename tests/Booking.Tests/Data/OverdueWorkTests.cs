using TicketBooking.Booking.Data;
using TicketBooking.Postgres;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

public sealed class OverdueWorkTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Each_kind_is_counted_from_the_moment_that_it_is_overdue()
    {
        await AddBookingAsync("HELD", endedSecondsAgo: 29);
        await AddBookingAsync("HELD", endedSecondsAgo: 31);
        await AddBookingAsync("EXPIRED", endedSecondsAgo: 31);
        await AddAttemptAsync(await AddBookingAsync("PENDING_PAYMENT", endedSecondsAgo: 89), "OPEN", settledSecondsAgo: null);
        await AddAttemptAsync(await AddBookingAsync("PENDING_PAYMENT", endedSecondsAgo: 91), "OPEN", settledSecondsAgo: null);
        await AddAttemptAsync(await AddBookingAsync("PENDING_PAYMENT", endedSecondsAgo: 92), "OPEN", settledSecondsAgo: null);
        await AddAttemptAsync(await AddBookingAsync("REFUND_PENDING", endedSecondsAgo: 200), "REFUND_PENDING", settledSecondsAgo: 29);
        foreach (var seconds in new[] { 31, 32, 33 })
        {
            await AddAttemptAsync(await AddBookingAsync("REFUND_PENDING", endedSecondsAgo: 200), "REFUND_PENDING", seconds);
        }

        await AddAttemptAsync(await AddBookingAsync("REFUND_PENDING", endedSecondsAgo: 200), "REFUND_PENDING", settledSecondsAgo: 34, returningMinor: 100);
        await AddWebhookAsync(receivedSecondsAgo: 29);
        foreach (var seconds in new[] { 31, 32, 33, 34 })
        {
            await AddWebhookAsync(seconds);
        }

        Assert.Equal(
            new OverdueWork(Holds: 1, Payments: 2, Refunds: 3, Webhooks: 4),
            await OverdueWork.CountAsync(database.DataSource, Slack, Grace, CancellationToken.None));
    }

    private async Task<Guid> AddBookingAsync(string status, int endedSecondsAgo)
    {
        var id = Guid.CreateVersion7();
        await database.DataSource.Command(
            """
            INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at)
            VALUES ($1, $1, $1, $2, 100, 'EUR', now() - interval '1 hour', now() - $3 * interval '1 second')
            """,
            id,
            status,
            endedSecondsAgo).RunAsync(CancellationToken.None);
        return id;
    }

    private Task<int> AddAttemptAsync(Guid bookingId, string outcome, int? settledSecondsAgo, long returningMinor = 0) => database.DataSource.Command(
        """
        INSERT INTO tbl_payment_attempt (id, booking_id, number, outcome, settled_at, returning_minor)
        VALUES ($1, $1, 1, $2, now() - $3::int * interval '1 second', $4)
        """,
        bookingId,
        outcome,
        settledSecondsAgo,
        returningMinor).RunAsync(CancellationToken.None);

    private Task<int> AddWebhookAsync(int receivedSecondsAgo) => database.DataSource.Command(
        "INSERT INTO tbl_webhook_inbox (event_id, type, payload, received_at) VALUES ($1, 'test', '{}', now() - $2 * interval '1 second')",
        $"{Guid.CreateVersion7()}",
        receivedSecondsAgo).RunAsync(CancellationToken.None);
}
