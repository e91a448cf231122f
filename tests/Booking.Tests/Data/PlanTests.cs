using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Sales;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

/// <summary>What each statement of a sale costs beside 200,000 sold seats that the planner has no statistics of.</summary>
public sealed class PlanTests(BookingDatabase database) : IClassFixture<BookingDatabase>, IAsyncLifetime
{
    private const int Sold = 200_000;
    private const int BookingsOfUser = 20;

    private static readonly string[] Calls = ["FROM make_booking(", "FROM buyer_use("];

    private readonly PlanRecorder _plans = new();
    private readonly Guid _eventId = Guid.CreateVersion7();

    public async ValueTask InitializeAsync()
    {
        foreach (var table in new[] { "tbl_booking", "tbl_booking_seat", "tbl_seat_claim", "tbl_booking_outbox" })
        {
            await database.RunAsync($"ALTER TABLE {table} SET (autovacuum_enabled = off)");
        }

        await database.RunAsync(
            """
            INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at)
            SELECT md5($1::text || n)::uuid, md5($1::text || '/' || n / $3)::uuid, $1, 'CONFIRMED', 1, 'EUR', now(), now() + interval '1 hour'
            FROM generate_series(0, $2 - 1) n
            """,
            _eventId,
            Sold,
            BookingsOfUser);
        await database.RunAsync(
            """
            INSERT INTO tbl_booking_seat (booking_id, position, seat_id, seat_number, price_minor) SELECT id, 1, id, 'A1', 1 FROM tbl_booking WHERE event_id = $1
            """,
            _eventId);
        await database.RunAsync(
            """
            INSERT INTO tbl_seat_claim (event_id, seat_id, seat_number, booking_id, status, version)
            SELECT event_id, id, 'A1', id, 'BOOKED', 1 FROM tbl_booking WHERE event_id = $1
            """,
            _eventId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_statement_of_a_sale_looks_up_what_it_is_asked_for_and_not_what_was_sold(bool genericPlans)
    {
        await using var recorded = _plans.Open(database.ConnectionString, genericPlans);
        var booking = BookingDatabase.Booking(_eventId, Hall.Of(_eventId, 1, 4).Seats);

        await MakeAsync(recorded, booking);
        Expect(8, "make_booking", "INSERT INTO tbl_seat_claim", "INSERT INTO tbl_booking ", "INSERT INTO tbl_booking_seat", "INSERT INTO tbl_booking_outbox");
        await ReadChangesAsync(recorded, booking);
        Expect(20, "changed_in >= ", "SELECT seat_id FROM tbl_seat_claim");
        await BookingReads.FindAsync(recorded, booking.Id, booking.UserId, CancellationToken.None);
        Expect(20, "booking.user_id = ");
        await BookingReads.OfUserAsync(recorded, await SomeUserAsync(), 20, 0, CancellationToken.None);
        await BookingReads.CountOfUserAsync(recorded, await SomeUserAsync(), CancellationToken.None);
        Expect(2 * BookingsOfUser, "ORDER BY booking.created_at DESC", "count(*)");
        await BookingReads.OfUserBeforeAsync(recorded, await SomeUserAsync(), await SomeBookingAsync(), 20, CancellationToken.None);
        Expect(2 * BookingsOfUser, "(booking.created_at, booking.id) < ");
        await CountUseAsync(recorded);
        Expect(4 * BookingsOfUser, "FROM tbl_booking booking JOIN tbl_booking_seat");
        await BookingTable.UntilFirstHoldEndsAsync(recorded, CancellationToken.None);
        Expect(2, "min(expires_at)");
        await database.LetTimePassAsync(booking.Id);
        Assert.Single(await new EndedHolds(recorded, database.Changes, database.Metrics).ExpireBatchAsync(CancellationToken.None));
        Expect(20, "SKIP LOCKED", "UPDATE tbl_seat_claim", "WITH own AS MATERIALIZED");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_statement_of_a_payment_looks_up_the_booking_and_its_seats(bool genericPlans)
    {
        await using var recorded = _plans.Open(database.ConnectionString, genericPlans);
        var booking = BookingDatabase.Booking(_eventId, Hall.Of(_eventId, 1, 4).Seats);
        await MakeAsync(recorded, booking);
        await using var connection = await recorded.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await BookingTable.LockAsync(transaction, booking.Id, CancellationToken.None);
        await SeatClaims.LockAsync(transaction, [booking.Id], CancellationToken.None);
        Assert.True(await SeatClaims.AllOwnAsync(transaction, booking.Id, CancellationToken.None));
        Assert.True(await SeatClaims.AllObtainableAsync(transaction, booking.Id, CancellationToken.None));
        Assert.Equal(4, (await SeatClaims.KeepAsync(transaction, booking.Id, TimeSpan.FromMinutes(1), CancellationToken.None)).Count);
        Assert.Equal(4, (await SeatClaims.BookAsync(transaction, booking.Id, CancellationToken.None)).Count);
        Assert.Equal(4, (await SeatClaims.FreeAsync(transaction, [booking.Id], CancellationToken.None)).Count);

        Expect(20, "status = 'BOOKED', expires_at = NULL");
    }

    public ValueTask DisposeAsync()
    {
        _plans.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task CountUseAsync(NpgsqlDataSource recorded)
    {
        await using var connection = await recorded.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var use = await BuyerUse.LockAsync(transaction, await SomeUserAsync(), _eventId, new BuyerOptions(), CancellationToken.None);
        Assert.Equal(BookingsOfUser, use.LiveSeats);
    }

    private async Task MakeAsync(NpgsqlDataSource recorded, NewBooking booking)
    {
        await using var connection = await recorded.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Equal(SaleOutcome.Made, (await database.Changes.MakeAsync(transaction, booking, CancellationToken.None)).Outcome);
        await transaction.CommitAsync();
    }

    private async Task ReadChangesAsync(NpgsqlDataSource recorded, NewBooking booking)
    {
        var newest = await database.ScalarAsync<long>("SELECT max(changed_in) FROM tbl_seat_claim WHERE booking_id = $1", booking.Id);
        Assert.Equal(4, (await SeatAvailability.ChangedAsync(recorded, _eventId, newest, CancellationToken.None)).Claims.Count);
        await using var connection = await recorded.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Equal(4, (await SeatAvailability.TakenAsync(transaction, _eventId, booking.Seats, CancellationToken.None)).Count);
    }

    private Task<Guid> SomeBookingAsync() =>
        database.ScalarAsync<Guid>("SELECT id FROM tbl_booking WHERE event_id = $1 AND status = 'CONFIRMED' ORDER BY user_id LIMIT 1", _eventId);

    private Task<Guid> SomeUserAsync() => database.ScalarAsync<Guid>("SELECT user_id FROM tbl_booking WHERE event_id = $1 AND status = 'CONFIRMED' ORDER BY user_id LIMIT 1", _eventId);

    private void Expect(int rows, params string[] texts)
    {
        var plans = _plans.TakeAll();
        Assert.All(texts, text => Assert.Contains(plans, plan => plan.Query.Contains(text, StringComparison.Ordinal)));
        // The call of a function has read what its statements have, which are plans of their own.
        Assert.All(plans.Where(plan => !Calls.Any(call => plan.Query.Contains(call, StringComparison.Ordinal))), plan => plan.LooksUpAtMost(rows, "tbl_booking", "tbl_booking_seat", "tbl_seat_claim"));
    }
}
