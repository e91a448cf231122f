using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class SeatsGeneratedTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task The_sidecar_is_told_which_topic_to_deliver_where()
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, "/dapr/subscribe");

        var subscription = (await answer.ReadAsync(HttpStatusCode.OK)).EnumerateArray().Single();
        Assert.Equal("pubsub", subscription.GetProperty("pubsubName").GetString());
        Assert.Equal("event.public.tbl_seat_outbox", subscription.GetProperty("topic").GetString());
        Assert.Equal("event.deadletter", subscription.GetProperty("deadLetterTopic").GetString());
    }

    [Fact]
    public async Task An_event_has_its_seats_once_they_are_announced_however_often()
    {
        var user = await app.Http.RegisterAsync();
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        Assert.Equal((false, 0), await GeneratedAsync(user, id));

        for (var delivery = 0; delivery < 2; delivery++)
        {
            using var delivered = await DeliverAsync(id, 6);
            Assert.Equal(HttpStatusCode.OK, delivered.StatusCode);
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
        using var delivered = await DeliverAsync(id, 6);

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

        var answers = await Task.WhenAll([
            DeliverAsync(id, 6),
            .. Enumerable.Range(0, 10).Select(i => app.Http.PatchEventAsync(user, id, new { title = $"Title {i}" })),
        ]);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal((true, 6), await GeneratedAsync(user, id));
    }

    [Theory]
    [InlineData("""{"op":"c","after":{"id":"018f0000-0000-7000-8000-000000000000","type":"seats.generated","payload":"{}"}}""")]
    [InlineData("""{"op":"c","after":{"id":"018f0000-0000-7000-8000-000000000000","type":"something.else","payload":"{}"}}""")]
    [InlineData("""{"op":"d","after":null}""")]
    [InlineData("rubbish")]
    public async Task What_is_of_no_use_is_not_retried(string body)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/subscriptions/seat-changes", body: body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Seats_of_an_event_that_is_not_there_are_acknowledged()
    {
        using var answer = await DeliverAsync(Guid.CreateVersion7(), 6);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task<HttpResponseMessage> DeliverAsync(Guid eventId, int seatCount) => app.Http.SendAsync(
        HttpMethod.Post,
        "/subscriptions/seat-changes",
        body: new
        {
            before = (object?)null,
            after = new
            {
                id = Guid.CreateVersion7(),
                aggregate_type = "event",
                aggregate_id = eventId,
                type = "seats.generated",
                payload = JsonSerializer.Serialize(new { eventId, seatCount }),
            },
            op = "c",
            ts_ms = 1,
        });

    private async Task<(bool Generated, int SeatCount)> GeneratedAsync(TestUser user, Guid id)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/generated/{id}", user);
        var body = await answer.ReadAsync(HttpStatusCode.OK);
        Assert.Equal(id, body.GetProperty("eventId").GetGuid());
        return (body.GetProperty("generated").GetBoolean(), body.GetProperty("seatCount").GetInt32());
    }
}
