using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class EventCreationTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task An_event_is_read_back_without_a_token_as_it_was_created()
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request["description"] = "Two\nlines";
        request["category"] = "Music";
        request["language"] = "zh-Hant";
        request["startsAt"] = "2090-05-01T20:00:00.1234567+02:00";
        request["endsAt"] = "2090-05-01T23:00:00Z";
        request["onSaleAt"] = "2001-01-01T00:00:00Z";

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);
        var created = await answer.ReadAsync(HttpStatusCode.Created);
        using var read = await app.Http.SendAsync(HttpMethod.Get, answer.Headers.Location!.ToString());

        Assert.Equal("Two\nlines", created.GetProperty("description").GetString());
        Assert.Equal("2090-05-01T18:00:00.123456+00:00", created.GetProperty("startsAt").GetString());
        Assert.Equal("Springfield", created.GetProperty("venue").GetProperty("city").GetString());
        Assert.Equal("EUR", created.GetProperty("currency").GetString());
        Assert.Equal("zh-Hant", created.GetProperty("language").GetString());
        Assert.Equal("SCHEDULED", created.GetProperty("status").GetString());
        Assert.False(created.GetProperty("seatsGenerated").GetBoolean());
        Assert.Equal(1, created.GetProperty("version").GetInt64());
        Assert.Equal(8, created.GetProperty("maxSeatsPerBooking").GetInt32());
        Assert.False(created.GetProperty("noSingleSeats").GetBoolean());
        Assert.Equal(600, created.GetProperty("holdSeconds").GetInt32());
        Assert.Equal(user.Id, created.GetProperty("createdBy").GetGuid());
        Assert.True(JsonElement.DeepEquals(created, await read.ReadAsync(HttpStatusCode.OK)));
        Assert.Equal(answer.Headers.ETag, read.Headers.ETag);
    }

    [Theory]
    [InlineData("nl")]
    [InlineData("yue")]
    [InlineData("es-419")]
    [InlineData("en-abcdefgh-abcdefgh-abcdefgh-abcde")]
    public async Task A_language_is_kept_as_it_was_said(string tag)
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request["language"] = tag;

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        var created = await answer.ReadAsync(HttpStatusCode.Created);
        Assert.Equal(tag, created.GetProperty("language").GetString());
        Assert.Equal(tag, Assert.Single(await app.MessagesAsync(created.GetProperty("id").GetGuid())).Language);
    }

    [Theory]
    [InlineData("title", "null")]
    [InlineData("title", "\" \"")]
    [InlineData("title", "\"a\\nb\"")]
    [InlineData("category", "\"\\u0007\"")]
    [InlineData("venueId", "null")]
    [InlineData("startsAt", "null")]
    [InlineData("startsAt", "\"2001-01-01T00:00:00Z\"")]
    [InlineData("endsAt", "\"2090-05-01T20:00:00Z\"")]
    [InlineData("onSaleAt", "\"2090-05-01T20:00:00Z\"")]
    [InlineData("currency", "null")]
    [InlineData("currency", "\"EURO\"")]
    [InlineData("currency", "\"12a\"")]
    [InlineData("language", "null")]
    [InlineData("language", "\"\"")]
    [InlineData("language", "\"e\"")]
    [InlineData("language", "\"engl\"")]
    [InlineData("language", "\"en-\"")]
    [InlineData("language", "\"en_GB\"")]
    [InlineData("language", "\"en-G\"")]
    [InlineData("language", "\"en-GB\\n\"")]
    [InlineData("language", "\"ен\"")]
    [InlineData("language", "\"en-123456789\"")]
    [InlineData("language", "\"en-abcdefgh-abcdefgh-abcdefgh-abcdefgh\"")]
    [InlineData("maxSeatsPerBooking", "0")]
    [InlineData("maxSeatsPerBooking", "101")]
    [InlineData("holdSeconds", "4")]
    [InlineData("holdSeconds", "3601")]
    [InlineData("prices", "null")]
    [InlineData("prices", "[]")]
    [InlineData("prices", "[null]")]
    [InlineData("prices", """[{"section":"Floor","priceMinor":-1}]""", "prices[0].priceMinor")]
    [InlineData("prices", """[{"section":"Floor","priceMinor":100000000}]""", "prices[0].priceMinor")]
    [InlineData("prices", """[{"section":"Floor","priceMinor":100},{"section":"Floor","priceMinor":200}]""", "prices[1].section")]
    [InlineData("prices", """[{"section":"Floor","priceMinor":100},{"section":"Balcony","priceMinor":200}]""", "prices[1].section")]
    [InlineData("prices", """[{"priceMinor":1}]""", "prices[0].section")]
    public async Task An_invalid_event_is_refused_by_field(string member, string json, string? field = null)
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request[member] = JsonElement.Parse(json);

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal([field ?? member], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal(0L, await app.CountAsync("SELECT count(*) FROM tbl_event WHERE created_by = $1", user.Id));
    }

    [Theory]
    [InlineData("startsAt", "\"tomorrow\"")]
    [InlineData("startsAt", "5")]
    [InlineData("venueId", "5")]
    [InlineData("prices", "{}")]
    [InlineData("prices", """[{"section":"Floor","priceMinor":1.5}]""")]
    [InlineData("prices", """[{"section":"Floor","priceMinor":"much"}]""")]
    [InlineData("maxSeatsPerBooking", "null")]
    [InlineData("noSingleSeats", "null")]
    [InlineData("noSingleSeats", "1")]
    public async Task A_member_of_the_wrong_type_is_a_problem(string member, string json)
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request[member] = JsonElement.Parse(json);

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad-request");
    }

    [Theory]
    [InlineData("2090-05-01T20:00:00")]
    [InlineData("2090-05-01T20:00:00Z")]
    [InlineData("2090-05-02T01:30:00+05:30")]
    public async Task A_time_is_utc_unless_it_says_otherwise(string startsAt)
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request["startsAt"] = startsAt;

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        var created = await answer.ReadAsync(HttpStatusCode.Created);
        Assert.Equal("2090-05-01T20:00:00+00:00", created.GetProperty("startsAt").GetString());
    }

    [Fact]
    public async Task Every_section_needs_a_price()
    {
        var user = await app.Http.RegisterAsync();
        var venueId = await app.Http.CreateVenueAsync(
            user, new { name = "Floor", rows = 1, seatsPerRow = 1 }, new { name = "Balcony", rows = 1, seatsPerRow = 1 });

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Api.Event(venueId));

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal("Section 'Balcony' has no price.", problem.GetProperty("errors").GetProperty("prices")[0].GetString());
    }

    [Fact]
    public async Task An_event_needs_a_venue_that_exists()
    {
        using var answer = await app.Http.SendAsync(
            HttpMethod.Post, "/api/v1/event/create", await app.Http.RegisterAsync(), Api.Event(Guid.CreateVersion7()));

        await answer.ProblemAsync(HttpStatusCode.NotFound, "venue-not-found");
    }
}
