using System.Net;
using TicketBooking.Platform;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class EventReadTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task A_client_that_has_the_current_version_gets_304_and_any_other_the_event()
    {
        var user = await app.Http.RegisterAsync();
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        using var first = await GetAsync(id, null);
        var tag = first.Headers.ETag!.ToString();

        using var same = await GetAsync(id, tag);
        using var sameWeak = await GetAsync(id, "W/" + tag);
        using var patch = await app.Http.PatchEventAsync(user, id, new { title = "Other" });
        using var changed = await GetAsync(id, tag);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, sameWeak.StatusCode);
        Assert.Equal("Other", (await changed.ReadAsync(HttpStatusCode.OK)).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Shared_caches_may_keep_an_event_for_a_moment_for_every_caller_and_nothing_that_needs_a_token()
    {
        var user = await app.Http.RegisterAsync();
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        using var anonymous = await GetAsync(id, null);
        using var same = await GetAsync(id, anonymous.Headers.ETag!.ToString());
        using var owner = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}", user);

        Assert.All([anonymous, same, owner], answer => Assert.Equal(PublicCache.CacheControl, answer.Headers.NonValidated["Cache-Control"].ToString()));
        Assert.Equal(await anonymous.Content.ReadAsStringAsync(), await owner.Content.ReadAsStringAsync());
        foreach (var target in new[] { $"/api/v1/event/{Guid.CreateVersion7()}", "/api/v1/event/events", $"/api/v1/event/generated/{id}", "/internal/events" })
        {
            using var answer = await app.Http.SendAsync(HttpMethod.Get, target, user);
            Assert.NotEqual(true, answer.Headers.CacheControl?.Public);
        }
    }

    [Fact]
    public async Task A_list_holds_the_callers_events_only_newest_first()
    {
        var user = await app.Http.RegisterAsync();
        await app.Http.CreateEventAsync(await app.Http.RegisterAsync());
        var older = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        var newer = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();

        using var answer = await app.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);

        var page = await answer.ReadAsync(HttpStatusCode.OK);
        Assert.Equal([newer, older], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
        Assert.Equal(2, page.GetProperty("totalItems").GetInt32());
        Assert.Equal(1, page.GetProperty("totalPages").GetInt32());
        Assert.Equal(0, page.GetProperty("page").GetInt32());
        Assert.Equal(20, page.GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task An_event_that_is_not_there_is_not_found()
    {
        var user = await app.Http.RegisterAsync();

        using var read = await GetAsync(Guid.CreateVersion7(), null);
        using var generated = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/generated/{Guid.CreateVersion7()}", user);
        using var patch = await app.Http.PatchEventAsync(user, Guid.CreateVersion7(), new { title = "Other" });

        await read.ProblemAsync(HttpStatusCode.NotFound, "event-not-found");
        await generated.ProblemAsync(HttpStatusCode.NotFound, "event-not-found");
        await patch.ProblemAsync(HttpStatusCode.NotFound, "event-not-found");
    }

    private Task<HttpResponseMessage> GetAsync(Guid id, string? ifNoneMatch) =>
        app.Http.SendAsync(HttpMethod.Get, $"/api/v1/event/{id}", headers: ("If-None-Match", ifNoneMatch));
}
