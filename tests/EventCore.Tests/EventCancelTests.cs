using System.Net;
using TicketBooking.Contracts;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class EventCancelTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task A_cancelled_event_has_a_new_version_and_is_announced_with_it()
    {
        var (user, id) = await CreateAsync();

        using var answer = await CancelAsync(user, id);

        var body = await answer.ReadAsync(HttpStatusCode.Accepted);
        Assert.Equal("CANCELLED", body.GetProperty("status").GetString());
        Assert.Equal(2, body.GetProperty("version").GetInt64());
        var message = (await app.MessagesAsync(id)).Single(message => message.Version == 2);
        Assert.Equal(EventStatuses.Cancelled, message.Status);
        Assert.Equal(1, await app.CountAsync(
            "SELECT count(*) FROM tbl_event_outbox WHERE aggregate_id = $1::text AND type = 'event.cancelled'", id));
        using var read = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}");
        Assert.Equal("CANCELLED", (await read.ReadAsync(HttpStatusCode.OK)).GetProperty("status").GetString());
        using var patched = await app.Http.PatchEventAsync(user, id, new { title = "Other" });
        await patched.ProblemAsync(HttpStatusCode.Conflict, "event-cancelled");
    }

    [Fact]
    public async Task Twenty_cancellations_at_once_are_one()
    {
        var (user, id) = await CreateAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CancelAsync(user, id)));

        var bodies = await Task.WhenAll(answers.Select(answer => answer.ReadAsync(HttpStatusCode.Accepted)));
        Assert.All(bodies, body => Assert.Equal(2, body.GetProperty("version").GetInt64()));
        Assert.Equal(2, (await app.MessagesAsync(id)).Count);
    }

    [Fact]
    public async Task Only_its_creator_or_an_administrator_cancels_an_event()
    {
        var (_, id) = await CreateAsync();
        var admin = await app.Http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);

        using var stranger = await CancelAsync(await app.Http.RegisterAsync(), id);
        using var anonymous = await app.Http.SendAsync(HttpMethod.Post, $"/api/v1/event/{id}/cancel");
        using var missing = await CancelAsync(admin, Guid.Empty);
        await stranger.ProblemAsync(HttpStatusCode.Forbidden, "not-your-event");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        await missing.ProblemAsync(HttpStatusCode.NotFound, "event-not-found");
        Assert.Single(await app.MessagesAsync(id));

        using var administrator = await CancelAsync(admin, id);
        await administrator.ReadAsync(HttpStatusCode.Accepted);
    }

    private Task<HttpResponseMessage> CancelAsync(TestUser user, Guid eventId) =>
        app.Http.SendAsync(HttpMethod.Post, $"/api/v1/event/{eventId}/cancel", user);

    private async Task<(TestUser User, Guid Id)> CreateAsync()
    {
        var user = await app.Http.RegisterAsync();
        return (user, (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid());
    }
}
