using System.Net;
using System.Text.Json;
using Npgsql;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class SeatsGeneratedTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task The_sidecar_is_told_which_topic_to_deliver_where()
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, "/dapr/subscribe");

        Assert.Equal(
            ["event.deadletter.event-core subscriptions/dead-letters", "event.public.tbl_seat_outbox subscriptions/seat-changes"],
            (await answer.ReadAsync(HttpStatusCode.OK)).EnumerateArray().Select(one => $"{one.GetProperty("topic")} {one.GetProperty("route")}"));
    }

    [Fact]
    public async Task An_event_has_its_seats_once_they_are_announced_however_often()
    {
        var user = await app.Http.RegisterAsync();
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        Assert.Equal((false, 0), await GeneratedAsync(user, id));

        for (var delivery = 0; delivery < 2; delivery++)
        {
            await DeliverAsync(id, 6);
            Assert.Equal((true, 6), await GeneratedAsync(user, id));
        }

        using var read = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}");
        var body = await read.ReadAsync(HttpStatusCode.OK);
        Assert.True(body.GetProperty("seatsGenerated").GetBoolean());
        Assert.Equal(1, body.GetProperty("version").GetInt64());
        Assert.Equal("\"1\"", read.Headers.ETag!.ToString());
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task A_reader_of_the_event_without_seats_sees_that_they_came()
    {
        var user = await app.Http.RegisterAsync();
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        using var before = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}");
        await DeliverAsync(id, 6);

        using var after = await app.Http.SendAsync(
            HttpMethod.Get, $"/api/v1/event/{id}", headers: ("If-None-Match", before.Headers.ETag!.ToString()));
        using var patch = await app.Http.PatchEventAsync(user, id, new { title = "Other" }, before.Headers.ETag!.ToString());

        Assert.True((await after.ReadAsync(HttpStatusCode.OK)).GetProperty("seatsGenerated").GetBoolean());
        Assert.Equal(2, (await patch.ReadAsync(HttpStatusCode.OK)).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Seats_and_a_change_of_the_event_at_the_same_time_both_stay()
    {
        var user = await app.Http.RegisterAsync();
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();

        var seats = DeliverAsync(id, 6);
        var answers = await Task.WhenAll([
            .. Enumerable.Range(0, 10).Select(i => app.Http.PatchEventAsync(user, id, new { title = $"Title {i}" })),
        ]);

        await seats;
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal((true, 6), await GeneratedAsync(user, id));
    }

    [Theory]
    [InlineData("SUCCESS", """{"op":"c","after":{"id":"018f0000-0000-7000-8000-000000000000","type":"something.else","payload":"{}"}}""")]
    [InlineData("SUCCESS", """{"op":"d","after":null}""")]
    [InlineData("DROP", """{"op":"c","after":{"id":"018f0000-0000-7000-8000-000000000000","type":"seats.generated","payload":"{}"}}""")]
    [InlineData("DROP", "rubbish")]
    public async Task What_is_of_no_use_is_not_retried(string status, string body) =>
        await SidecarDelivery.IsAsync(status, app.Http, "seat-changes", body);

    [Fact]
    public async Task Seats_that_are_announced_before_their_event_can_be_seen_are_not_forgotten()
    {
        var user = await app.Http.RegisterAsync();
        var venue = await app.Http.CreateVenueAsync(user);
        // The commit of the event is held back: the message is there, the row cannot be seen.
        await using var connection = await app.Database.DataSource.OpenConnectionAsync();
        await using var hidden = await connection.BeginTransactionAsync();
        var id = Guid.CreateVersion7();
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO tbl_event (id, version, status, title, venue_id, starts_at, currency, sections, max_seats_per_booking, hold_seconds, created_by, created_at)
            SELECT $1, 1, 'SCHEDULED', 'Late', $2, now() + interval '1 day', 'EUR', '[{"Name":"Floor","Rows":2,"SeatsPerRow":3,"Accessible":[],"PriceMinor":1}]', 4, 60, $3, now()
            """,
            connection,
            hidden)
        {
            Parameters = { new() { Value = id }, new() { Value = venue }, new() { Value = user.Id } },
        };
        await insert.ExecuteNonQueryAsync();

        await DeliverAsync(id, 6);
        await hidden.CommitAsync();

        Assert.Equal((true, 6), await GeneratedAsync(user, id));
    }

    private Task DeliverAsync(Guid eventId, int seatCount) => SidecarDelivery.IsAsync(
        "SUCCESS", app.Http, "seat-changes", OutboxRow.ChangeOf(JsonSerializer.Serialize(new { eventId, seatCount }), "seats.generated"));

    private async Task<(bool Generated, int SeatCount)> GeneratedAsync(TestUser user, Guid id)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/generated/{id}", user);
        var body = await answer.ReadAsync(HttpStatusCode.OK);
        Assert.Equal(id, body.GetProperty("eventId").GetGuid());
        return (body.GetProperty("generated").GetBoolean(), body.GetProperty("seatCount").GetInt32());
    }
}
