using System.Net;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>A hold or a booking keeps its price; no sale is made at an old price once another one is stored.</summary>
[Collection(BookingSystems.Sale)]
public sealed class PriceChangeTests(BookingSystem system)
{
    private const long NewPrice = 9900;

    private static int _next;

    [Fact]
    public async Task A_price_change_holds_for_later_sales_only()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var held = (await buyer.HoldAsync(hall.EventId, "A1")).Success();
        var booked = (await buyer.BookAsync(hall.EventId, "A2")).Success();
        await ApplyAsync(Repriced(hall.Message));

        var later = (await buyer.HoldAsync(hall.EventId, "A3")).Success();
        var taken = (await buyer.BookHoldAsync(held.Id("holdId"))).Success();

        Assert.Equal((NewPrice, NewPrice), (Amount(later), SeatPrice(later)));
        Assert.Equal((Hall.Price, Hall.Price), (Amount(taken), SeatPrice(taken)));
        Assert.Equal(Hall.Price, taken.Body.GetProperty("paymentIntent").GetProperty("amount").GetInt64());
        Assert.True(await system.Stripe.PayAsync(booked));
        await buyer.WaitForStatusAsync(booked.Id("bookingId"), "CONFIRMED");
        Assert.Equal(Hall.Price, Amount(await buyer.GetAsync($"/booking/bookings/{booked.Id("bookingId")}")));
    }

    /// <summary>By each way to ask for seats, with each kind of price.</summary>
    [Theory]
    [InlineData("named", Hall.Price, NewPrice)]
    [InlineData("best", Hall.Price, NewPrice)]
    [InlineData("booked", Hall.Price, NewPrice)]
    [InlineData("booked", Hall.Price, 0L)]
    [InlineData("booked", 0L, NewPrice)]
    public async Task A_sale_with_the_old_price_in_the_cache_takes_the_new_one(string how, long before, long after)
    {
        var hall = await system.NewEventAsync(priceMinor: before);
        var buyer = system.NewBuyer();
        Assert.Equal(before, Amount((await SellAsync(hall)).Success()));
        await ApplyAsync(Repriced(hall.Message, after));

        var sold = (await SellAsync(hall)).Success();

        Assert.Equal((after, after), (Amount(sold), SeatPrice(sold)));
        var status = how != "booked" ? "HELD" : after == 0 ? "CONFIRMED" : "PENDING_PAYMENT";
        Assert.Equal(status, sold.Text("status"));
        Assert.Equal(status == "PENDING_PAYMENT", sold.Body.TryGetProperty("paymentIntent", out _));
        Assert.Equal(2, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1", hall.EventId));

        Task<Answer> SellAsync(Hall hall) => how switch
        {
            "named" => buyer.HoldAsync(hall.EventId, Next()),
            "best" => buyer.HoldBestAsync(hall.EventId, 1),
            _ => buyer.BookAsync(hall.EventId, Next()),
        };
    }

    [Fact]
    public async Task A_sale_that_waits_for_its_seat_while_the_price_changes_takes_the_new_one()
    {
        var hall = await system.NewEventAsync();
        var first = system.NewBuyer();
        await first.ReleaseAsync((await first.HoldAsync(hall.EventId, "A1")).Id("holdId"));
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var other = await connection.BeginTransactionAsync();
        await other.Command("SELECT 1 FROM tbl_seat_claim WHERE event_id = $1 FOR UPDATE", hall.EventId).RunAsync(CancellationToken.None);

        var sale = system.NewBuyer().HoldAsync(hall.EventId, "A1");
        await Eventually.EqualsAsync(true, () => system.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%make_booking%' AND datname = current_database())"));
        await ApplyAsync(Repriced(hall.Message));
        await other.CommitAsync();

        Assert.Equal(NewPrice, Amount((await sale).Success()));
    }

    [Fact]
    public async Task While_prices_change_without_end_each_sale_has_a_price_that_was_stored_before_it_began_or_later()
    {
        const int Changes = 20;
        var hall = await system.NewEventAsync(rows: 10, seatsPerRow: 20, maxSeats: 1);
        long stored = 1;
        var changing = Task.Run(async () =>
        {
            for (var version = 2; version <= Changes; version++)
            {
                await ApplyAsync(Repriced(hall.Message, PriceOf(version), version));
                Volatile.Write(ref stored, version);
            }
        });

        var sales = 0;
        while (!changing.IsCompleted)
        {
            var before = Volatile.Read(ref stored);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => system.NewBuyer().HoldBestAsync(hall.EventId, 1)));
            Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Created), answer =>
                Assert.InRange(Amount(answer), PriceOf(before), PriceOf(Changes)));
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("service-busy", answer.Problem));
            sales += answers.Length;
        }

        await changing;
        Assert.NotEqual(0, sales);
        Assert.Equal(PriceOf(Changes), Amount((await system.NewBuyer().HoldBestAsync(hall.EventId, 1)).Success()));
    }

    [Fact]
    public async Task Seats_per_booking_and_hold_time_hold_for_later_sales_only()
    {
        var hall = await system.NewEventAsync(maxSeats: 2);
        var buyer = system.NewBuyer();
        var held = (await buyer.HoldAsync(hall.EventId, "A1", "A2")).Success();
        await ApplyAsync(hall.Message with { Version = 2, MaxSeatsPerBooking = 1, HoldSeconds = 60 });

        var tooMany = await buyer.HoldAsync(hall.EventId, "A3", "A4");
        var later = (await buyer.HoldAsync(hall.EventId, "A3")).Success();

        Assert.Equal(HttpStatusCode.BadRequest, tooMany.Status);
        var (old, @new) = (held.Body.GetProperty("expiresAt").GetDateTimeOffset(), later.Body.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.InRange(old - @new, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(9));
        var kept = await buyer.GetAsync($"/booking/bookings/{held.Id("holdId")}");
        Assert.Equal(old, kept.Body.GetProperty("expiresAt").GetDateTimeOffset());
    }

    private static long PriceOf(long version) => Hall.Price + (1000 * (version - 1));

    private static string Next() => $"B{1 + (Interlocked.Increment(ref _next) % 10)}";

    private static EventMessage Repriced(EventMessage message, long price = NewPrice, long version = 2) =>
        message with { Version = version, Sections = [.. message.Sections.Select(section => section with { PriceMinor = price })] };

    private static long Amount(Answer answer) => answer.Body.GetProperty("amountMinor").GetInt64();

    private static long SeatPrice(Answer answer) => answer.Body.GetProperty("seats")[0].GetProperty("priceMinor").GetInt64();

    private Task ApplyAsync(EventMessage message) => system.Part<EventCancellations>().ApplyAsync(message, CancellationToken.None);
}
