using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Sales;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Data;

/// <summary>Three instances that share a database and no memory sell the best seats of an event.</summary>
public sealed class BestSeatSaleTests(BookingDatabase database) : IClassFixture<BookingDatabase>
{
    private readonly SeatSale[] _instances = [database.NewInstance(), database.NewInstance(), database.NewInstance()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task In_any_history_a_choice_is_refused_only_when_too_few_seats_are_free_and_no_seat_is_sold_twice(int seed)
    {
        var random = new Random(seed);
        var hall = await NewEventAsync(rows: 3, seatsPerRow: 5);
        var live = new Dictionary<Guid, NewBooking>();
        for (var step = 0; step < 120; step++)
        {
            if (live.Count > 0 && random.Next(2) == 0)
            {
                var (id, booking) = live.ElementAt(random.Next(live.Count));
                if (!await ChangeAsync(booking, random.Next(4)))
                {
                    live.Remove(id);
                }

                continue;
            }

            var quantity = random.Next(1, 6);
            var free = await FreeAsync(hall);
            var result = await BestAsync(random.Next(3), hall, quantity);

            Assert.Equal(free >= quantity, result.Booking is not null);
            Assert.Equal(result.Booking is null ? "There are not enough seats left." : null, result.Refusal?.ProblemDetails.Title);
            if (result.Booking is { } made)
            {
                Assert.Empty(made.Seats.Select(seat => seat.Id).Intersect(live.Values.SelectMany(other => other.Seats).Select(seat => seat.Id)));
                live.Add(made.Id, made);
            }
        }
    }

    [Fact]
    public async Task Buyers_at_three_instances_buy_an_event_out_to_the_last_seat_and_none_is_refused_before()
    {
        var hall = await NewEventAsync(rows: 12, seatsPerRow: 10);
        var sold = new List<Guid>();

        await Task.WhenAll(Enumerable.Range(0, 90).Select(async buyer =>
        {
            var quantity = 1 + (buyer % 3);
            var result = await BestAsync(buyer % 3, hall, quantity);
            for (var tries = 1; tries < 100 && result.Refusal?.StatusCode == 503; tries++)
            {
                result = await BestAsync(buyer % 3, hall, quantity);
            }

            // In this sale nothing is given back: what is free now was free before.
            Assert.True(result.Booking is not null || await FreeAsync(hall) < quantity);
            lock (sold)
            {
                sold.AddRange(result.Booking?.Seats.Select(seat => seat.Id) ?? []);
            }
        }));

        Assert.Equal(hall.Seats.Length, sold.Distinct().Count());
        Assert.Equal(hall.Seats.Length, sold.Count);
        Assert.Equal(0, await FreeAsync(hall));
    }

    [Fact]
    public async Task Of_144_buyers_at_once_at_three_instances_none_is_refused_while_23_738_seats_of_80_000_are_free()
    {
        var hall = await NewEventAsync(500, 40, "North", "East", "South", "West");
        var random = new Random(1);
        var taken = hall.Seats.ToArray();
        random.Shuffle(taken);
        await SellAsync(hall, [.. taken.Take(80_000 - 23_738)]);

        var results = await Task.WhenAll(Enumerable.Range(0, 144).Select(buyer => BestAsync(buyer % 3, hall, 1 + (buyer % 4))));

        Assert.All(results, result => Assert.Null(result.Refusal?.ProblemDetails.Title));
        Assert.Equal(23_738 - (36 * 10), await FreeAsync(hall));
    }

    [Fact]
    public async Task Seats_that_another_instance_gave_back_are_sold_to_the_last_one_and_together()
    {
        var hall = await NewEventAsync(rows: 1, seatsPerRow: 4);
        var held = (await BestAsync(0, hall, 4)).Booking!;
        Assert.Null((await BestAsync(1, hall, 1)).Booking);

        await ChangeAsync(held, change: 0);

        Assert.Equal(4, (await BestAsync(1, hall, 4)).Booking!.Seats.Length);
    }

    [Fact]
    public async Task A_hold_that_has_ended_is_sold_again_though_no_job_has_ended_it()
    {
        var hall = await NewEventAsync(rows: 1, seatsPerRow: 2);
        await database.TakeAsync(hall, BookingDatabase.Booking(hall.EventId, hall.Seats) with { HoldTime = TimeSpan.FromSeconds(1) });
        Assert.Null((await BestAsync(0, hall, 2)).Booking);

        await Eventually.IsTrueAsync(async () => (await BestAsync(0, hall, 2)).Booking is not null);

        Assert.Equal(2, await database.ScalarAsync<long>("SELECT max(version) FROM tbl_seat_claim WHERE event_id = $1", hall.EventId));
    }

    [Fact]
    public async Task A_claim_that_was_open_during_a_reading_is_in_the_next_one()
    {
        var hall = await NewEventAsync(rows: 1, seatsPerRow: 2);
        var booking = BookingDatabase.Booking(hall.EventId, hall.Seats[0]);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var open = await connection.BeginTransactionAsync();
        Assert.Equal(SaleOutcome.Made, (await database.Changes.MakeAsync(open, booking, CancellationToken.None)).Outcome);
        await database.TakeAsync(hall, BookingDatabase.Booking(hall.EventId, hall.Seats[1]));
        var before = await SeatAvailability.AllAsync(database.DataSource, hall.EventId, CancellationToken.None);

        await open.CommitAsync();
        var next = await SeatAvailability.ChangedAsync(database.DataSource, hall.EventId, before.Next, CancellationToken.None);

        Assert.Equal(["A2"], before.Claims.Select(claim => claim.SeatNumber));
        Assert.Contains(next.Claims, claim => claim is { SeatNumber: "A1", IsTaken: true });
    }

    [Fact]
    public async Task A_buyer_waits_for_those_who_are_claiming_the_last_seats_and_gets_what_they_do_not()
    {
        var hall = await NewEventAsync(rows: 1, seatsPerRow: 2);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var obstacle = await connection.BeginTransactionAsync();
        await EventGate.CloseAsync(obstacle, hall.EventId, CancellationToken.None);
        using var leaves = new CancellationTokenSource();

        var first = BestAsync(0, hall, 2, leaves.Token);
        await Eventually.EqualsAsync(1L, () => database.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database
            WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
            """));
        var second = BestAsync(0, hall, 2);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await obstacle.RollbackAsync();

        Assert.Equal(2, (await second).Booking!.Seats.Length);
    }

    private async Task<Hall> NewEventAsync(int rows, int seatsPerRow, params string[] sections)
    {
        var hall = Hall.Of(Guid.CreateVersion7(), rows, seatsPerRow, sections);
        await Rules.ApplyAsync(database.DataSource, hall.Message);
        return hall;
    }

    private Task<SaleResult> BestAsync(int instance, Hall hall, int quantity, CancellationToken cancellationToken = default) =>
        _instances[instance].SellAsync(new SeatWish(hall.EventId, SeatNumbers: null, quantity), Guid.CreateVersion7(), attemptId: null, cancellationToken);

    private async Task<long> FreeAsync(Hall hall) => hall.Seats.Length - await database.ScalarAsync<long>(
        "SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1 AND (status = 'BOOKED' OR (status = 'HELD' AND expires_at > now()))", hall.EventId);

    /// <summary>What happens to a booking elsewhere: released, lapsed, expired by the job, or booked. False when it has no seats any more.</summary>
    private async Task<bool> ChangeAsync(NewBooking booking, int change)
    {
        switch (change)
        {
            case 0:
                return await InTransactionAsync(booking, BookingInput.ReleasedByBuyer);
            case 1:
                await database.LetTimePassAsync(booking.Id);
                return await IsBookedAsync(booking);
            case 2:
                await database.LetTimePassAsync(booking.Id);
                await database.EndedHolds.ExpireBatchAsync(CancellationToken.None);
                return await IsBookedAsync(booking);
            default:
                return await InTransactionAsync(booking, BookingInput.PaidWithSeats);
        }
    }

    private Task<bool> IsBookedAsync(NewBooking booking) =>
        database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM tbl_seat_claim WHERE booking_id = $1 AND status = 'BOOKED')", booking.Id);

    private async Task<bool> InTransactionAsync(NewBooking booking, BookingInput input)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var row = await BookingTable.LockAsync(transaction, booking.Id, CancellationToken.None);
        await database.Changes.ApplyAsync(transaction, row!, input, CancellationToken.None);
        await transaction.CommitAsync();
        return await IsBookedAsync(booking);
    }

    private async Task SellAsync(Hall hall, LayoutSeat[] seats)
    {
        var id = Guid.CreateVersion7();
        await database.RunAsync(
            """
            INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at)
            VALUES ($1, $1, $2, 'CONFIRMED', 1, 'EUR', now(), now() + interval '1 hour')
            """,
            id,
            hall.EventId);
        await database.RunAsync(
            """
            INSERT INTO tbl_seat_claim (event_id, seat_id, seat_number, booking_id, status, version)
            SELECT $1, seat.id, seat.number, $2, 'BOOKED', 1 FROM unnest($3::uuid[], $4::text[]) AS seat (id, number)
            """,
            hall.EventId,
            id,
            seats.Select(seat => seat.Id).ToArray(),
            seats.Select(seat => seat.SeatNumber).ToArray());
    }
}
