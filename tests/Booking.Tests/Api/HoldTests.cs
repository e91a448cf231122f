using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Sale)]
public sealed class HoldTests(BookingSystem system)
{
    [Fact]
    public async Task A_banned_user_holds_nothing()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(hall.EventId, "A1")).Status);

        system.Neighbours.Ban(buyer.UserId);

        await Eventually.EqualsAsync(HttpStatusCode.Forbidden, async () => (await buyer.GetAsync("/booking/bookings")).Status);
        var refused = await buyer.HoldAsync(hall.EventId, "A2");
        Assert.Equal((HttpStatusCode.Forbidden, "user-banned"), (refused.Status, refused.Problem));
    }

    [Fact]
    public async Task A_hold_names_its_seats_prices_and_end()
    {
        var hall = await system.NewEventAsync(holdSeconds: 300);

        var hold = await system.NewBuyer().HoldAsync(hall.EventId, "A2", "A1");

        Assert.Equal(HttpStatusCode.Created, hold.Status);
        Assert.Equal("HELD", hold.Text("status"));
        Assert.Equal(2 * Hall.Price, hold.Body.GetProperty("amountMinor").GetInt64());
        Assert.Equal("EUR", hold.Text("currency"));
        Assert.Equal(["A2", "A1"], hold.Body.GetProperty("seats").EnumerateArray().Select(seat => seat.GetProperty("seatNumber").GetString()));
        var life = hold.Body.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(life.TotalSeconds, 280, 301);
    }

    [Fact]
    public async Task Of_200_buyers_who_race_for_a_seat_one_gets_201_and_199_get_409()
    {
        var hall = await system.NewEventAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => system.NewBuyer().HoldAsync(hall.EventId, "A1")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(199, answers.Count(answer => answer.Status == HttpStatusCode.Conflict && answer.Problem == "seats-unavailable"));
        Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1", hall.EventId));
    }

    [Fact]
    public async Task A_conflict_names_each_seat_that_is_gone_and_holds_none_of_the_others()
    {
        var hall = await system.NewEventAsync();
        await system.NewBuyer().HoldAsync(hall.EventId, "A2");

        var refused = await system.NewBuyer().HoldAsync(hall.EventId, "A1", "A2", "A3");
        var others = await system.NewBuyer().HoldAsync(hall.EventId, "A1", "A3");

        Assert.Equal("seats-unavailable", refused.Problem);
        var conflict = Assert.Single(refused.Body.GetProperty("conflicts").EnumerateArray());
        Assert.Equal("A2", conflict.GetProperty("seatNumber").GetString());
        Assert.Equal("HELD", conflict.GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.Created, others.Status);
    }

    [Fact]
    public async Task Thirty_buyers_of_the_best_pair_all_sit_side_by_side_and_share_no_seat()
    {
        var hall = await system.NewEventAsync(rows: 10, seatsPerRow: 10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => system.NewBuyer().HoldBestAsync(hall.EventId, 2)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        var pairs = answers.Select(answer => answer.Body.GetProperty("seats").EnumerateArray().Select(s => s.GetProperty("seatNumber").GetString()!).ToArray());
        Assert.All(pairs, pair => Assert.Equal(1, int.Parse(pair[1][1..]) - int.Parse(pair[0][1..])));
        Assert.Equal(60, pairs.SelectMany(pair => pair).Distinct().Count());
    }

    [Fact]
    public async Task More_than_is_left_is_refused()
    {
        var hall = await system.NewEventAsync(rows: 1, seatsPerRow: 3);

        var refused = await system.NewBuyer().HoldBestAsync(hall.EventId, 4);

        Assert.Equal("seats-unavailable", refused.Problem);
        Assert.Empty(refused.Body.GetProperty("conflicts").EnumerateArray());
    }

    [Fact]
    public async Task Named_seats_that_leave_a_single_one_alone_are_refused_where_the_event_asks_for_it()
    {
        var strict = await system.NewEventAsync(rows: 1, seatsPerRow: 6, change: e => e with { NoSingleSeats = true });
        var lenient = await system.NewEventAsync(rows: 1, seatsPerRow: 6);
        var buyer = system.NewBuyer();

        var hold = await buyer.HoldAsync(strict.EventId, "A2", "A3");
        var booking = await buyer.BookAsync(strict.EventId, "A5");

        Assert.Equal((HttpStatusCode.Conflict, "leaves-single-seat"), (hold.Status, hold.Problem));
        Assert.Equal("A1", Assert.Single(hold.Body.GetProperty("seats").EnumerateArray()).GetString());
        Assert.Equal((HttpStatusCode.Conflict, "leaves-single-seat"), (booking.Status, booking.Problem));
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1", strict.EventId));
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(strict.EventId, "A1", "A2")).Status);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(lenient.EventId, "A2", "A3")).Status);
    }

    [Fact]
    public async Task A_single_seat_is_judged_by_the_claims_and_the_best_seats_are_never_refused_for_it()
    {
        var hall = await system.NewEventAsync(rows: 1, seatsPerRow: 6, change: e => e with { NoSingleSeats = true });
        var buyer = system.NewBuyer();
        var ends = (await buyer.HoldAsync(hall.EventId, "A5", "A6")).Id("holdId");

        Assert.Equal("leaves-single-seat", (await buyer.HoldAsync(hall.EventId, "A3")).Problem);
        Assert.Equal("seats-unavailable", (await buyer.HoldAsync(hall.EventId, "A3", "A5")).Problem);
        await buyer.ReleaseAsync(ends);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(hall.EventId, "A3")).Status);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldBestAsync(hall.EventId, 2)).Status);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldBestAsync(hall.EventId, 2)).Status);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldBestAsync(hall.EventId, 1)).Status);
    }

    [Fact]
    public async Task Only_its_owner_releases_a_hold_and_its_seats_are_free_at_once()
    {
        var hall = await system.NewEventAsync();
        var (owner, stranger) = (system.NewBuyer(), system.NewBuyer());
        var hold = (await owner.HoldAsync(hall.EventId, "A1")).Id("holdId");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReleaseAsync(hold)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await stranger.HoldAsync(hall.EventId, "A1")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.ReleaseAsync(hold)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.ReleaseAsync(hold)).Status);
        Assert.Equal("RELEASED", await owner.StatusAsync(hold));
        Assert.Equal(HttpStatusCode.Created, (await stranger.HoldAsync(hall.EventId, "A1")).Status);
    }

    [Fact]
    public async Task A_hold_that_ends_frees_its_seats_within_a_second_without_any_traffic()
    {
        var hall = await system.NewEventAsync(holdSeconds: 2);
        var hold = await system.NewBuyer().HoldAsync(hall.EventId, "A1");
        var end = hold.Body.GetProperty("expiresAt").GetDateTimeOffset();

        await Eventually.EqualsAsync("EXPIRED", () => system.ScalarAsync<string>("SELECT status FROM tbl_booking WHERE id = $1", hold.Id("holdId")));

        var message = await LastMessageAsync(hold.Id("holdId"));
        Assert.Equal("EXPIRED", message.Status);
        var seat = Assert.Single(message.Seats);
        Assert.Equal((SeatStatuses.Available, 2), (seat.Status, seat.Version));
        Assert.InRange((message.OccurredAt - end).TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task A_lock_left_over_from_an_older_hold_does_not_make_a_seat_unsellable()
    {
        var hall = await system.NewEventAsync();
        var seat = hall.Seats[0];
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{system.Sidecar[AppIds.Booking].HttpPort}") };
        var body = JsonSerializer.Serialize(new { resourceId = $"seat:{hall.EventId}:{seat.Id}", lockOwner = "another", expiryInSeconds = 600 });
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var locked = await http.PostAsync("/v1.0-alpha1/lock/lockstore", content);
        Assert.Contains("true", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, seat.SeatNumber)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await system.NewBuyer().HoldAsync(hall.EventId, seat.SeatNumber)).Status);
    }

    [Fact]
    public async Task What_is_not_on_sale_is_refused_with_the_reason()
    {
        var now = TimeProvider.System.GetUtcNow();
        var past = await system.NewEventAsync(change: e => e with { StartsAt = now.AddMinutes(-1) });
        var early = await system.NewEventAsync(change: e => e with { OnSaleAt = now.AddHours(1) });
        var cancelled = await system.NewEventAsync(change: e => e with { Status = EventStatuses.Cancelled });
        var buyer = system.NewBuyer();

        foreach (var hall in (Hall[])[past, early, cancelled])
        {
            var refused = await buyer.HoldAsync(hall.EventId, "A1");
            Assert.Equal((HttpStatusCode.Conflict, "not-on-sale"), (refused.Status, refused.Problem));
        }
    }

    [Fact]
    public async Task Unknown_events_and_seats_are_404()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        var seats = await buyer.HoldAsync(hall.EventId, "A1", "Z99");
        var unknown = await buyer.HoldAsync(Guid.CreateVersion7(), "A1");

        Assert.Equal((HttpStatusCode.NotFound, "unknown-seats"), (seats.Status, seats.Problem));
        Assert.Equal("Z99", seats.Body.GetProperty("seats")[0].GetString());
        Assert.Equal((HttpStatusCode.NotFound, "event-not-found"), (unknown.Status, unknown.Problem));
    }

    [Theory]
    [InlineData("""{"eventId":"EVENT","seats":["A1","A1"]}""")]
    [InlineData("""{"eventId":"EVENT","seats":["A1","a1"]}""")]
    [InlineData("""{"eventId":"EVENT","seats":[]}""")]
    [InlineData("""{"eventId":"EVENT","seats":[null]}""")]
    [InlineData("""{"eventId":"EVENT"}""")]
    [InlineData("""{"eventId":"EVENT","seats":["A1"],"quantity":1}""")]
    [InlineData("""{"eventId":"EVENT","quantity":0}""")]
    [InlineData("""{"eventId":"EVENT","quantity":101}""")]
    [InlineData("""{"eventId":"EVENT","quantity":4}""")]
    [InlineData("""{"eventId":"EVENT","quantity":1,"section":"Nowhere"}""")]
    [InlineData("""{"eventId":"EVENT","seats":["A1","A2","A3","A4"]}""")]
    [InlineData("""{"seats":["A1"]}""")]
    [InlineData("""{"eventId":"no id","seats":["A1"]}""")]
    [InlineData("""{"eventId":"EVENT","seats":"A1"}""")]
    [InlineData("""{"eventId":""")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_request_that_makes_no_sense_is_400_with_a_problem(string body)
    {
        var hall = await system.NewEventAsync(maxSeats: 3);

        var refused = await system.NewBuyer().PostRawAsync(
            "/booking/holds", body.Replace("EVENT", hall.EventId.ToString(), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.Problem, (string[])["invalid-request", "bad-request"]);
        Assert.False(string.IsNullOrEmpty(refused.Text("traceId")));
    }

    [Fact]
    public async Task A_hold_needs_a_valid_token()
    {
        var hall = await system.NewEventAsync();
        var anonymous = system.Anonymous();
        var body = JsonSerializer.Serialize(new { eventId = hall.EventId, seats = new[] { "A1" } });

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.PostRawAsync("/booking/holds", body)).Status);
        foreach (var token in (string[])[
            TestTokens.Issue(change: token => token.Issuer = "http://elsewhere"),
            TestTokens.Issue(change: token => token.Expires -= TimeSpan.FromMinutes(11)),
            "rubbish"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.PostRawAsync("/booking/holds", body, ("Authorization", $"Bearer {token}"))).Status);
        }
    }

    [Fact]
    public async Task Only_the_sidecar_may_call_the_service()
    {
        using var http = new HttpClient { BaseAddress = system.DirectAddress };

        using var answer = await http.GetAsync("/api/v1/booking/bookings");
        using var health = await http.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private async Task<BookingMessage> LastMessageAsync(Guid bookingId) => JsonSerializer.Deserialize(
        await system.ScalarAsync<string>(
            "SELECT payload::text FROM tbl_booking_outbox WHERE aggregate_id = $1 ORDER BY occurred_at DESC LIMIT 1", bookingId.ToString()),
        ContractsJson.Default.BookingMessage)!;
}
