using System.Net;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>Small quotas; what lets a day pass here is the database.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private const int Events = 4;
    private const int Venues = 3;
    private const int Seats = 300_000;

    private TestPostgres _database = null!;
    private EventCoreApp _app = null!;
    private EventCoreApp _other = null!;

    public async ValueTask InitializeAsync()
    {
        (string, string)[] settings =
            [("Quotas:EventsPerDay", $"{Events}"), ("Quotas:VenuesPerDay", $"{Venues}"), ("Quotas:SeatsPerDay", $"{Seats}")];
        _database = await TestPostgres.CreateAsync();
        _app = EventCoreApp.Start(_database, settings);
        _other = EventCoreApp.Start(_database, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_user_creates_so_many_venues_a_day_and_another_user_as_many()
    {
        var user = await _app.Http.RegisterAsync();
        for (var i = 0; i < Venues; i++)
        {
            await _app.Http.CreateVenueAsync(user);
        }

        await _database.DataSource.Command("UPDATE tbl_creation SET created_at = created_at - interval '23 hours'").RunAsync(CancellationToken.None);
        await RefusedAsync(await SendVenueAsync(_other, user), "venues", Venues, TimeSpan.FromHours(1));

        await _app.Http.CreateVenueAsync(await _app.Http.RegisterAsync());
    }

    [Fact]
    public async Task A_user_creates_so_many_events_a_day_and_cancelled_and_deleted_ones_count()
    {
        var user = await _app.Http.RegisterAsync();
        var venue = await _app.Http.CreateVenueAsync(user);
        var events = new List<Guid>();
        for (var i = 0; i < Events; i++)
        {
            using var created = await SendEventAsync(_app, user, venue);
            events.Add((await created.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid());
        }

        using var cancelled = await _app.Http.SendAsync(HttpMethod.Post, $"/api/v1/event/{events[0]}/cancel", user);
        await cancelled.ReadAsync(HttpStatusCode.Accepted);
        await _database.DataSource.Command("DELETE FROM tbl_event WHERE id = $1", events[1]).RunAsync(CancellationToken.None);

        await RefusedAsync(await SendEventAsync(_other, user, venue), "events", Events, TimeSpan.FromDays(1));
        Assert.Equal(Events, await _app.CountAsync("SELECT count(*) FROM tbl_event_outbox WHERE type = $1", MessageTypes.EventCreated));
    }

    [Fact]
    public async Task The_seats_of_a_days_events_are_counted_together_and_the_wait_ends_when_enough_of_them_are_a_day_old()
    {
        var user = await _app.Http.RegisterAsync();
        var big = await _app.Http.CreateVenueAsync(user, new { name = "Floor", rows = 500, seatsPerRow = 400 });
        var small = await _app.Http.CreateVenueAsync(user, new { name = "Floor", rows = 250, seatsPerRow = 400 });
        await CreatedAsync(await SendEventAsync(_app, user, small));
        await AgeAsync(TimeSpan.FromHours(3));
        await CreatedAsync(await SendEventAsync(_app, user, big));
        await AgeAsync(TimeSpan.FromHours(2));

        await RefusedAsync(await SendEventAsync(_app, user, small), "seats", Seats, TimeSpan.FromHours(19));
        await RefusedAsync(await SendEventAsync(_app, user, big), "seats", Seats, TimeSpan.FromHours(22));

        await AgeAsync(TimeSpan.FromHours(19));
        await CreatedAsync(await SendEventAsync(_app, user, small));
    }

    [Fact]
    public async Task Of_many_requests_at_once_to_both_instances_as_many_succeed_as_the_quota_allows()
    {
        var user = await _app.Http.RegisterAsync();
        var venue = await _app.Http.CreateVenueAsync(user);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5 * Events).Select(i => SendEventAsync(i % 2 == 0 ? _app : _other, user, venue)));

        Assert.Equal(Events, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(4 * Events, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_refused_event_is_not_counted_and_nor_is_one_that_could_not_be_saved()
    {
        var user = await _app.Http.RegisterAsync();
        var big = await _app.Http.CreateVenueAsync(user, new { name = "Floor", rows = 500, seatsPerRow = 400 });
        var small = await _app.Http.CreateVenueAsync(user);
        await CreatedAsync(await SendEventAsync(_app, user, big));

        for (var i = 0; i < Events; i++)
        {
            await RefusedAsync(await SendEventAsync(_app, user, big), "seats", Seats, TimeSpan.FromDays(1));
        }

        await CreatedAsync(await SendEventAsync(_app, user, small));
    }

    [Fact]
    public async Task An_administrator_has_no_quota()
    {
        var admin = await _app.Http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);
        var venues = new List<Guid>();
        for (var i = 0; i <= Venues; i++)
        {
            venues.Add(await _app.Http.CreateVenueAsync(admin, new { name = "Floor", rows = 500, seatsPerRow = 400 }));
        }

        for (var i = 0; i <= Events; i++)
        {
            await CreatedAsync(await SendEventAsync(_app, admin, venues[0]));
        }
    }

    private static async Task CreatedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            await answer.ReadAsync(HttpStatusCode.Created);
        }
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, string quota, int limit, TimeSpan wait)
    {
        using (answer)
        {
            var problem = await answer.ProblemAsync(HttpStatusCode.TooManyRequests, "quota-exceeded");
            Assert.Equal(quota, problem.GetProperty("quota").GetString());
            Assert.Equal(limit, problem.GetProperty("limit").GetInt32());
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, wait - TimeSpan.FromMinutes(2), wait + TimeSpan.FromSeconds(1));
        }
    }

    private static Task<HttpResponseMessage> SendVenueAsync(EventCoreApp app, TestUser user) =>
        app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, Api.Venue());

    private static Task<HttpResponseMessage> SendEventAsync(EventCoreApp app, TestUser user, Guid venueId) =>
        app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Api.Event(venueId));

    private Task<int> AgeAsync(TimeSpan time) =>
        _database.DataSource.Command("UPDATE tbl_creation SET created_at = created_at - $1", time).RunAsync(CancellationToken.None);
}
