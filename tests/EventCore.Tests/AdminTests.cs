using System.Net;
using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class AdminTests : IAsyncLifetime
{
    private const string Admin = "/api/v1/admin";

    private FakeBooking _booking = null!;
    private TestPostgres _database = null!;
    private EventCoreApp _app = null!;
    private TestUser _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _booking = await FakeBooking.StartAsync();
        _database = await TestPostgres.CreateAsync();
        _app = EventCoreApp.Start(_database, ("DAPR_HTTP_ENDPOINT", _booking.Address));
        _admin = await _app.Http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await _booking.DisposeAsync();
    }

    [Fact]
    public async Task Everything_here_is_for_administrators_only()
    {
        var user = await _app.Http.RegisterAsync();
        var id = Guid.CreateVersion7();
        foreach (var (method, path) in new[]
        {
            ("GET", "/events"), ("GET", "/venues"), ("GET", "/search/user?user=a"), ("DELETE", $"/del/event/{id}"),
            ("DELETE", $"/del/venue/{id}"), ("POST", $"/ban/user/{id}"), ("POST", $"/unban/user/{id}"),
        })
        {
            using var anonymous = await _app.Http.SendAsync(new HttpMethod(method), Admin + path);
            using var byUser = await _app.Http.SendAsync(new HttpMethod(method), Admin + path, user);
            using var byAdmin = await _app.Http.SendAsync(new HttpMethod(method), Admin + path, _admin);
            await anonymous.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            await byUser.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
            Assert.True(byAdmin.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task Events_and_venues_of_all_users_are_listed_in_pages()
    {
        var (ann, bob) = (await _app.Http.RegisterAsync(), await _app.Http.RegisterAsync());
        var events = new[] { await CreateEventAsync(ann), await CreateEventAsync(bob), await CreateEventAsync(ann) };

        var first = await GetAsync("/events?size=2");
        var second = await GetAsync("/events?size=2&page=1");
        var venues = await GetAsync("/venues");

        Assert.Equal(events.Reverse(), Items(first).Concat(Items(second)).Select(e => e.GetProperty("id").GetGuid()));
        Assert.Equal(2, first.GetProperty("totalPages").GetInt32());
        Assert.Equal(3, venues.GetProperty("totalItems").GetInt32());
    }

    [Fact]
    public async Task A_user_is_found_by_a_part_of_name_or_address_in_any_case()
    {
        foreach (var (name, email) in new[]
        {
            ("Zoe", "first@mail.test"), ("ann_lee", "second@mail.test"), ("annXlee", "third@mail.test"), ("bob", "LEE@mail.test"), ("carl", "100%@mail.test"),
        })
        {
            using var created = await _app.Http.SendAsync(
                HttpMethod.Post, "/api/v1/auth/create", null, new { username = name, email, password = Api.Password });
            await created.ReadAsync(HttpStatusCode.Created);
        }

        Assert.Equal(new[] { "ann_lee", "annXlee", "bob" }, await FoundAsync("lee"));
        Assert.Equal(new[] { "ann_lee" }, await FoundAsync("N_L"));
        Assert.Equal(new[] { "carl" }, await FoundAsync("100%"));
        Assert.Empty(await FoundAsync("n%l"));
        Assert.Empty(await FoundAsync("\\"));
        Assert.Equal(new[] { "annXlee" }, await FoundAsync("lee&size=1&page=1"));
    }

    [Fact]
    public async Task A_found_user_is_told_with_role_and_ban_and_nothing_secret()
    {
        var user = await _app.Http.RegisterAsync();
        using var ban = await _app.Http.SendAsync(HttpMethod.Post, $"{Admin}/ban/user/{user.Id}", _admin);

        var found = Items(await GetAsync($"/search/user?user={user.Username}@mail")).Single();

        Assert.Equal(
            $$"""{"id":"{{user.Id}}","username":"{{user.Username}}","email":"{{user.Username}}@mail.test","role":"USER","banned":true}""",
            found.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?user=")]
    [InlineData("?user=a&size=201")]
    public async Task A_search_for_nothing_is_refused(string query)
    {
        using var answer = await _app.Http.SendAsync(HttpMethod.Get, $"{Admin}/search/user{query}", _admin);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task An_event_is_deleted_and_announced_once_booking_sells_nothing_of_it_any_more()
    {
        var id = await CreateEventAsync(await _app.Http.RegisterAsync());
        var thereWhenClosed = 0L;
        _booking.Close = async closed =>
        {
            thereWhenClosed = await _app.CountAsync("SELECT count(*) FROM tbl_event WHERE id = $1", closed);
            return 204;
        };

        using var deleted = await DeleteAsync($"/del/event/{id}");
        using var read = await _app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}");
        using var again = await DeleteAsync($"/del/event/{id}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(1, thereWhenClosed);
        await read.ProblemAsync(HttpStatusCode.NotFound, "event-not-found");
        await again.ProblemAsync(HttpStatusCode.NotFound, "event-not-found");
        var last = (await _app.MessagesAsync(id)).Single(message => message.Version == 2);
        Assert.Equal(EventStatuses.Deleted, last.Status);
        Assert.Equal(1, await _app.CountAsync(
            "SELECT count(*) FROM tbl_event_outbox WHERE aggregate_id = $1::text AND type = 'event.deleted'", id));
    }

    [Theory]
    [InlineData(409, HttpStatusCode.Conflict, "event-has-bookings")]
    [InlineData(500, HttpStatusCode.ServiceUnavailable, "booking-unavailable")]
    [InlineData(404, HttpStatusCode.ServiceUnavailable, "booking-unavailable")]
    public async Task An_event_stays_unless_booking_has_closed_it(int bookingSays, HttpStatusCode status, string problem)
    {
        var id = await CreateEventAsync(await _app.Http.RegisterAsync());
        _booking.Close = _ => Task.FromResult(bookingSays);

        using var refused = await DeleteAsync($"/del/event/{id}");

        await refused.ProblemAsync(status, problem);
        using var read = await _app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}");
        await read.ReadAsync(HttpStatusCode.OK);
        Assert.Single(await _app.MessagesAsync(id));
    }

    [Fact]
    public async Task Twenty_deletions_of_an_event_at_once_are_one()
    {
        var id = await CreateEventAsync(await _app.Http.RegisterAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => DeleteAsync($"/del/event/{id}")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        Assert.Equal(2, (await _app.MessagesAsync(id)).Count);
    }

    [Fact]
    public async Task A_venue_is_deleted_when_no_event_is_there()
    {
        var user = await _app.Http.RegisterAsync();
        var venueId = await _app.Http.CreateVenueAsync(user);
        using var created = await _app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Api.Event(venueId));
        var eventId = (await created.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();

        using var inUse = await DeleteAsync($"/del/venue/{venueId}");
        using var eventDeleted = await DeleteAsync($"/del/event/{eventId}");
        using var deleted = await DeleteAsync($"/del/venue/{venueId}");
        using var again = await DeleteAsync($"/del/venue/{venueId}");

        await inUse.ProblemAsync(HttpStatusCode.Conflict, "venue-in-use");
        Assert.Equal(HttpStatusCode.NoContent, eventDeleted.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await again.ProblemAsync(HttpStatusCode.NotFound, "venue-not-found");
    }

    [Fact]
    public async Task A_venue_is_deleted_or_an_event_is_created_at_it_but_never_both()
    {
        var user = await _app.Http.RegisterAsync();
        for (var round = 0; round < 20; round++)
        {
            var venueId = await _app.Http.CreateVenueAsync(user);

            var answers = await Task.WhenAll(
                _app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Api.Event(venueId)), DeleteAsync($"/del/venue/{venueId}"));

            if (answers[1].StatusCode == HttpStatusCode.NoContent)
            {
                await answers[0].ProblemAsync(HttpStatusCode.NotFound, "venue-not-found");
            }
            else
            {
                await answers[0].ReadAsync(HttpStatusCode.Created);
                await answers[1].ProblemAsync(HttpStatusCode.Conflict, "venue-in-use");
            }
        }
    }

    [Fact]
    public async Task An_event_whose_venue_is_deleted_while_it_is_being_created_has_no_venue()
    {
        var user = await _app.Http.RegisterAsync();
        var venueId = await _app.Http.CreateVenueAsync(user);
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var deleting = await connection.BeginTransactionAsync();
        await using var delete = new NpgsqlCommand("DELETE FROM tbl_venue WHERE id = $1", connection) { Parameters = { new() { Value = venueId } } };
        await delete.ExecuteNonQueryAsync();

        var creating = _app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Api.Event(venueId));
        await Eventually.EqualsAsync(true, async () => creating.IsCompleted || await _app.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND $1 = 0", 0) > 0);
        await deleting.CommitAsync();

        using var answer = await creating;
        await answer.ProblemAsync(HttpStatusCode.NotFound, "venue-not-found");
    }

    [Fact]
    public async Task Each_list_is_read_by_cursor_in_the_order_of_its_pages()
    {
        var user = await _app.Http.RegisterAsync();
        for (var i = 0; i < 4; i++)
        {
            await CreateEventAsync(await _app.Http.RegisterAsync());
        }

        foreach (var path in (string[])["/events", "/venues", "/search/user?user=user"])
        {
            var pages = Items(await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}size=200"));
            Assert.InRange(pages.Length, 4, 200);
            Assert.Equal(pages.Select(Id), (await _app.Http.WalkAsync(Admin + path, _admin)).Select(Id));
        }

        Assert.Equal(user.Username, Items(await GetAsync($"/search/user?cursor=&user={user.Username}@mail")).Single().GetProperty("username").GetString());
    }

    private static Guid Id(JsonElement item) => item.GetProperty("id").GetGuid();

    private static JsonElement[] Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private async Task<Guid> CreateEventAsync(TestUser user) => (await _app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();

    private Task<HttpResponseMessage> DeleteAsync(string path) => _app.Http.SendAsync(HttpMethod.Delete, Admin + path, _admin);

    private async Task<string[]> FoundAsync(string query)
    {
        var found = await GetAsync("/search/user?user=" + query.Replace("%", "%25", StringComparison.Ordinal));
        return [.. Items(found).Select(user => user.GetProperty("username").GetString()!)];
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _app.Http.SendAsync(HttpMethod.Get, Admin + path, _admin);
        return await answer.ReadAsync(HttpStatusCode.OK);
    }
}
