using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class IdempotencyTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task A_venue_is_created_once_under_its_key()
    {
        var user = await app.Http.RegisterAsync();

        using var first = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, Api.Venue(), ("Idempotency-Key", "k"));
        using var second = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, Api.Venue(), ("Idempotency-Key", "k"));

        await AssertSameAsync(first, second);
        Assert.Equal(1, await app.CountAsync("SELECT count(*) FROM tbl_venue WHERE created_by = $1", user.Id));
    }

    [Fact]
    public async Task An_event_is_created_and_announced_once_under_its_key()
    {
        var user = await app.Http.RegisterAsync();
        var request = Api.Event(await app.Http.CreateVenueAsync(user));

        using var first = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request, ("Idempotency-Key", "k"));
        using var second = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, request, ("Idempotency-Key", "k"));

        var id = (await AssertSameAsync(first, second)).GetProperty("id").GetGuid();
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(1, await app.CountAsync("SELECT count(*) FROM tbl_event WHERE created_by = $1", user.Id));
        Assert.Single(await app.MessagesAsync(id));
    }

    private static async Task<JsonElement> AssertSameAsync(HttpResponseMessage first, HttpResponseMessage second)
    {
        var body = await first.ReadAsync(HttpStatusCode.Created);
        Assert.True(JsonElement.DeepEquals(body, await second.ReadAsync(HttpStatusCode.Created)));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        return body;
    }
}
