using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class UnknownFieldTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task A_venue_with_a_field_that_is_not_known_is_refused_by_path()
    {
        var user = await app.Http.RegisterAsync();

        using var answer = await app.Http.SendAsync(
            HttpMethod.Post, "/api/v1/venue/create", user, Api.Venue(new { name = "Floor", rows = 1, seatPerRow = 1, seatsPerRow = 1 }));

        await AssertUnknownAsync(answer, "sections[0].seatPerRow");
        Assert.Equal(0L, await app.CountAsync("SELECT count(*) FROM tbl_venue WHERE created_by = $1", user.Id));
    }

    [Fact]
    public async Task An_event_with_fields_that_are_not_known_is_refused_by_path()
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));
        request["prices"] = new[] { new { section = "Floor", priceMinor = 4500, price = 45 } };
        request["seatLimit"] = 4;

        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request);

        await AssertUnknownAsync(answer, "prices[0].price", "seatLimit");
        Assert.Equal(0L, await app.CountAsync("SELECT count(*) FROM tbl_event WHERE created_by = $1", user.Id));
    }

    [Fact]
    public async Task A_patch_of_what_an_event_has_not_is_refused_and_changes_nothing()
    {
        var user = await app.Http.RegisterAsync();
        var created = await app.Http.CreateEventAsync(user);
        var id = created.GetProperty("id").GetGuid();

        using var answer = await app.Http.PatchEventAsync(user, id, new { title = "Another", subtitle = "x" });

        await AssertUnknownAsync(answer, "subtitle");
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task An_account_and_a_login_with_fields_that_are_not_known_are_refused()
    {
        using var account = await app.Http.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = "mallory", email = "mallory@mail.test", password = Api.Password, role = "ADMIN" });
        using var login = await app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username = "mallory", password = Api.Password, rememberMe = true });

        await AssertUnknownAsync(account, "role");
        await AssertUnknownAsync(login, "rememberMe");
    }

    [Fact]
    public async Task A_caller_without_a_token_is_told_that_first()
    {
        using var answer = await app.Http.PostAsJsonAsync("/api/v1/venue/create", new { colour = "red" });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task AssertUnknownAsync(HttpResponseMessage answer, params string[] fields)
    {
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "unknown-fields");
        Assert.Equal(fields, problem.GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
    }
}
