using System.Net;
using System.Text.Json;
using TicketBooking.EventCore.Features.Events;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>What may be changed of an event that is on sale, until when, and what may not.</summary>
public sealed class SaleTermsTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Prices_seats_per_booking_and_hold_time_change_and_travel_with_the_next_version()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);

        using var answer = await app.Http.PatchEventAsync(user, id, new
        {
            prices = new[] { Price("Balcony", 0), Price("Floor", 9900) },
            maxSeatsPerBooking = 2,
            holdSeconds = 60,
        });

        var body = await answer.ReadAsync(HttpStatusCode.OK);
        Assert.Equal("[{\"section\":\"Floor\",\"priceMinor\":9900},{\"section\":\"Balcony\",\"priceMinor\":0}]", body.GetProperty("prices").GetRawText());
        Assert.Equal((2, 60, 2), (Number(body, "maxSeatsPerBooking"), Number(body, "holdSeconds"), Number(body, "version")));
        var message = (await app.MessagesAsync(id)).MaxBy(message => message.Version)!;
        Assert.Equal([9900, 0], message.Sections.Select(section => section.PriceMinor));
        Assert.Equal(["A1"], message.Sections[0].Accessible);
        Assert.Equal((2L, 2, 60), (message.Version, message.MaxSeatsPerBooking, message.HoldSeconds));
        using var read = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}");
        Assert.True(JsonElement.DeepEquals(body, await read.ReadAsync(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task The_same_terms_again_make_no_version_and_no_message()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);

        using var answer = await app.Http.PatchEventAsync(
            user, id, new { prices = new[] { Price("Floor", 4500), Price("Balcony", 2500) }, maxSeatsPerBooking = 8, holdSeconds = 600 });

        Assert.Equal(1, Number(await answer.ReadAsync(HttpStatusCode.OK), "version"));
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task A_price_below_the_minimum_is_refused_as_at_the_creation_and_nothing_changes()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);

        using var answer = await app.Http.PatchEventAsync(
            user, id, new { title = "Other", prices = new[] { Price("Floor", 49), Price("Balcony", 50) } });

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "price-below-minimum");
        Assert.Equal(50, Number(problem, "minimumMinor"));
        Assert.Equal("prices[0].priceMinor", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task A_price_with_a_field_that_is_not_known_is_refused_by_path()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);

        using var answer = await app.Http.PatchEventAsync(user, id, new { prices = new[] { new { section = "Floor", price = 45 } } });

        Assert.Equal(["prices[0].price"], Fields(await answer.ProblemAsync(HttpStatusCode.BadRequest, "unknown-fields")));
    }

    [Theory]
    [InlineData("""{"startsAt":"2091-01-01T00:00:00Z"}""")]
    [InlineData("""{"startsAt":"2001-01-01T00:00:01Z"}""")]
    [InlineData("""{"prices":[{"section":"Floor","priceMinor":9900},{"section":"Balcony","priceMinor":2500}]}""")]
    [InlineData("""{"maxSeatsPerBooking":2}""")]
    [InlineData("""{"holdSeconds":60}""")]
    public async Task An_event_that_has_begun_is_not_moved(string patch)
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);
        await BeginAsync(id);

        using var answer = await app.Http.PatchEventAsync(user, id, patch);

        await answer.ProblemAsync(HttpStatusCode.Conflict, "event-has-begun");
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task An_event_that_begins_while_its_move_waits_is_not_moved()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);
        await using var connection = await app.Database.DataSource.OpenConnectionAsync();
        await using var obstacle = await connection.BeginTransactionAsync();
        await using var begin = connection.CreateCommand();
        begin.CommandText = $"UPDATE tbl_event SET starts_at = '2001-01-01Z' WHERE id = '{id}'";
        await begin.ExecuteNonQueryAsync();

        var move = app.Http.PatchEventAsync(user, id, new { startsAt = "2091-01-01T00:00:00Z" });
        await Eventually.EqualsAsync(true, async () => await app.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = $1", connection.Database) > 0);
        await obstacle.CommitAsync();

        using var answer = await move;
        await answer.ProblemAsync(HttpStatusCode.Conflict, "event-has-begun");
    }

    [Fact]
    public async Task An_event_that_has_begun_is_described_with_all_that_it_had()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);
        await BeginAsync(id);

        using var answer = await app.Http.PatchEventAsync(user, id, new
        {
            description = "Doors are open",
            startsAt = "2001-01-01T00:00:00Z",
            prices = new[] { Price("Floor", 4500), Price("Balcony", 2500) },
        });

        Assert.Equal(2, Number(await answer.ReadAsync(HttpStatusCode.OK), "version"));
    }

    [Fact]
    public async Task Fields_that_cannot_change_are_named()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);
        var names = FieldsOf<CreateEventRequest>().Union(FieldsOf<EventResponse>()).Except(FieldsOf<PatchEventRequest>()).ToArray();
        foreach (var name in names)
        {
            using var answer = await app.Http.PatchEventAsync(user, id, new Dictionary<string, object> { ["title"] = "Other", [name] = 1 });

            Assert.Equal([name], Fields(await answer.ProblemAsync(HttpStatusCode.BadRequest, "unchangeable-fields")));
        }

        using var many = await app.Http.PatchEventAsync(user, id, """{"VENUEID":1,"currency":"USD","timeZone":"UTC","noSingleSeats":true}""");
        Assert.Equal(["VENUEID", "currency", "timeZone", "noSingleSeats"], Fields(await many.ProblemAsync(HttpStatusCode.BadRequest, "unchangeable-fields")));
        Assert.Contains("venueId", names);
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task A_field_that_no_event_has_is_unknown_also_beside_one_that_cannot_change()
    {
        var user = await app.Http.RegisterAsync();
        var id = await CreateAsync(user);

        using var answer = await app.Http.PatchEventAsync(user, id, new { currency = "USD", subtitle = "x" });

        Assert.Equal(["subtitle"], Fields(await answer.ProblemAsync(HttpStatusCode.BadRequest, "unknown-fields")));
    }

    [Theory]
    [InlineData("Europe/Amsterdam")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("US/Eastern")]
    public async Task A_time_zone_is_kept_answered_and_told(string zone)
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request["timeZone"] = zone;

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        var created = await answer.ReadAsync(HttpStatusCode.Created);
        Assert.Equal(zone, created.GetProperty("timeZone").GetString());
        Assert.Equal(zone, Assert.Single(await app.MessagesAsync(created.GetProperty("id").GetGuid())).TimeZone);
    }

    [Fact]
    public async Task An_event_that_names_no_time_zone_is_in_utc()
    {
        var created = await app.Http.CreateEventAsync(await app.Http.RegisterAsync());

        Assert.Equal("UTC", created.GetProperty("timeZone").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Amsterdam")]
    [InlineData("europe/amsterdam")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("CEST")]
    [InlineData("+02:00")]
    [InlineData("posix/Europe/Amsterdam")]
    [InlineData("right/UTC")]
    [InlineData("localtime")]
    [InlineData("zone.tab")]
    [InlineData("../zoneinfo/UTC")]
    [InlineData("/usr/share/zoneinfo/UTC")]
    [InlineData("UTC\n")]
    public async Task A_time_zone_that_is_not_in_the_iana_database_is_refused_by_field(string zone)
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request["timeZone"] = zone;

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal("timeZone", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    private static object Price(string section, long priceMinor) => new { section, priceMinor };

    private static long Number(JsonElement body, string name) => body.GetProperty(name).GetInt64();

    private static IEnumerable<string?> Fields(JsonElement problem) =>
        problem.GetProperty("fields").EnumerateArray().Select(field => field.GetString());

    private static IEnumerable<string> FieldsOf<T>() =>
        typeof(T).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private Task<long> BeginAsync(Guid id) => app.CountAsync(
        "WITH past AS (UPDATE tbl_event SET starts_at = '2001-01-01Z' WHERE id = $1 RETURNING 1) SELECT count(*) FROM past", id);

    /// <summary>With two sections.</summary>
    private async Task<Guid> CreateAsync(TestUser user)
    {
        var request = Api.Event(await app.Http.CreateVenueAsync(
            user,
            new { name = "Floor", rows = 2, seatsPerRow = 3, accessible = new[] { "A1" } },
            new { name = "Balcony", rows = 1, seatsPerRow = 2, accessible = Array.Empty<string>() }));
        request["prices"] = new[] { Price("Floor", 4500), Price("Balcony", 2500) };
        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);
        return (await answer.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }
}
