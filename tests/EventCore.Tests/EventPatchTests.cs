using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class EventPatchTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Only_named_fields_change_and_null_clears()
    {
        var (user, id) = await CreateAsync();
        using var first = await app.Http.PatchEventAsync(
            user,
            id,
            new { description = "About", category = "Music", endsAt = "2090-05-01T23:00:00Z", onSaleAt = "2080-01-01T00:00:00Z" });
        await first.ReadAsync(HttpStatusCode.OK);

        using var answer = await app.Http.PatchEventAsync(user, id, new { category = (string?)null, endsAt = (string?)null });

        var body = await answer.ReadAsync(HttpStatusCode.OK);
        Assert.Equal("Concert", body.GetProperty("title").GetString());
        Assert.Equal("About", body.GetProperty("description").GetString());
        Assert.Equal("2080-01-01T00:00:00+00:00", body.GetProperty("onSaleAt").GetString());
        Assert.False(body.TryGetProperty("category", out _));
        Assert.False(body.TryGetProperty("endsAt", out _));
        Assert.Equal(3, body.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_makes_no_version_and_no_message()
    {
        var (user, id) = await CreateAsync();

        using var empty = await app.Http.PatchEventAsync(user, id, new { });
        using var same = await app.Http.PatchEventAsync(user, id, new { title = "Concert", startsAt = "2090-05-01T22:00:00+02:00" });

        Assert.Equal(1, (await empty.ReadAsync(HttpStatusCode.OK)).GetProperty("version").GetInt64());
        Assert.Equal(1, (await same.ReadAsync(HttpStatusCode.OK)).GetProperty("version").GetInt64());
        Assert.Single(await app.MessagesAsync(id));
    }

    [Fact]
    public async Task The_language_stays_as_it_was_created()
    {
        var (user, id) = await CreateAsync();

        using var answer = await app.Http.PatchEventAsync(user, id, new { title = "Other", language = "nl" });

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "unchangeable-fields");
        Assert.All(await app.MessagesAsync(id), message => Assert.Equal("en", message.Language));
    }

    [Fact]
    public async Task Only_its_creator_or_an_administrator_changes_an_event()
    {
        var (_, id) = await CreateAsync();
        var admin = await app.Http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);

        using var stranger = await app.Http.PatchEventAsync(await app.Http.RegisterAsync(), id, new { title = "Mine now" });
        using var administrator = await app.Http.PatchEventAsync(admin, id, new { title = "Corrected" });

        await stranger.ProblemAsync(HttpStatusCode.Forbidden, "not-your-event");
        Assert.Equal("Corrected", (await administrator.ReadAsync(HttpStatusCode.OK)).GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"1-unseated\"")]
    [InlineData("\"7\", \"1\"")]
    [InlineData("*")]
    [InlineData(null)]
    public async Task A_change_of_the_version_that_is_meant_is_made(string? ifMatch)
    {
        var (user, id) = await CreateAsync();

        using var answer = await app.Http.PatchEventAsync(user, id, new { title = "Other" }, ifMatch);

        Assert.Equal(2, (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("version").GetInt64());
        Assert.Equal("\"2-unseated\"", answer.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("W/\"1\"")]
    [InlineData("1")]
    [InlineData("nonsense")]
    public async Task A_change_of_another_version_is_refused(string ifMatch)
    {
        var (user, id) = await CreateAsync();

        using var answer = await app.Http.PatchEventAsync(user, id, new { title = "Other" }, ifMatch);

        var problem = await answer.ProblemAsync(HttpStatusCode.PreconditionFailed, "version-mismatch");
        Assert.Equal(1, problem.GetProperty("version").GetInt64());
        Assert.Single(await app.MessagesAsync(id));
    }

    [Theory]
    [InlineData("""{"title":null}""", "title")]
    [InlineData("""{"title":""}""", "title")]
    [InlineData("""{"startsAt":"2001-01-01T00:00:00Z"}""", "startsAt")]
    [InlineData("""{"endsAt":"2090-05-01T19:00:00Z"}""", "endsAt")]
    [InlineData("""{"onSaleAt":"2090-05-01T21:00:00Z"}""", "onSaleAt")]
    [InlineData("""{"maxSeatsPerBooking":0}""", "maxSeatsPerBooking")]
    [InlineData("""{"maxSeatsPerBooking":101}""", "maxSeatsPerBooking")]
    [InlineData("""{"holdSeconds":4}""", "holdSeconds")]
    [InlineData("""{"holdSeconds":3601}""", "holdSeconds")]
    [InlineData("""{"prices":null}""", "prices")]
    [InlineData("""{"prices":[]}""", "prices")]
    [InlineData("""{"prices":[null]}""", "prices")]
    [InlineData("""{"prices":[{"section":"Floor","priceMinor":100},{"section":"Floor","priceMinor":100}]}""", "prices[1].section")]
    [InlineData("""{"prices":[{"section":"Floor","priceMinor":100},{"section":"Balcony","priceMinor":100}]}""", "prices[1].section")]
    [InlineData("""{"prices":[{"section":"Floor","priceMinor":100},{"section":null,"priceMinor":100}]}""", "prices[1].section")]
    [InlineData("""{"prices":[{"section":"Floor","priceMinor":-1}]}""", "prices[0].priceMinor")]
    [InlineData("""{"prices":[{"section":"Floor","priceMinor":100000000}]}""", "prices[0].priceMinor")]
    public async Task A_patch_is_validated_like_a_creation(string body, string field)
    {
        var (user, id) = await CreateAsync();

        using var answer = await app.Http.PatchEventAsync(user, id, body);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("description")]
    [InlineData("category")]
    public async Task Text_with_a_NUL_is_400(string member)
    {
        var (user, id) = await CreateAsync();

        using var answer = await app.Http.PatchEventAsync(user, id, $$"""{"{{member}}":"\u0000"}""");

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-text");
    }

    [Theory]
    [InlineData("""{"startsAt":null}""")]
    [InlineData("""{"title":5}""")]
    [InlineData("""{"maxSeatsPerBooking":null}""")]
    [InlineData("""{"prices":4500}""")]
    [InlineData("""{"endsAt":"later"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_patch_that_cannot_be_read_is_a_problem(string body)
    {
        var (user, id) = await CreateAsync();

        using var answer = await app.Http.PatchEventAsync(user, id, body);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task An_event_that_has_begun_can_still_be_described()
    {
        var (user, id) = await CreateAsync();
        await app.CountAsync(
            "WITH past AS (UPDATE tbl_event SET starts_at = '2001-01-01Z' WHERE id = $1 RETURNING 1) SELECT count(*) FROM past", id);

        using var answer = await app.Http.PatchEventAsync(user, id, new { description = "Sold out" });

        Assert.Equal("Sold out", (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_cancelled_event_does_not_change()
    {
        var (user, id) = await CreateAsync();
        await app.CountAsync(
            "WITH gone AS (UPDATE tbl_event SET status = 'CANCELLED' WHERE id = $1 RETURNING 1) SELECT count(*) FROM gone", id);

        using var answer = await app.Http.PatchEventAsync(user, id, new { title = "Other" });

        await answer.ProblemAsync(HttpStatusCode.Conflict, "event-cancelled");
    }

    [Fact]
    public async Task Two_hundred_changes_twenty_at_once_make_two_hundred_versions_and_a_message_for_each()
    {
        var (user, id) = await CreateAsync();
        var bodies = new List<JsonElement>();

        foreach (var titles in Enumerable.Range(1, 200).Chunk(20))
        {
            var answers = await Task.WhenAll(titles.Select(i => app.Http.PatchEventAsync(user, id, new { title = $"Title {i}" })));
            bodies.AddRange(await Task.WhenAll(answers.Select(answer => answer.ReadAsync(HttpStatusCode.OK))));
        }

        var messages = await app.MessagesAsync(id);
        Assert.Equal(Enumerable.Range(2, 200).Select(i => (long)i), bodies.Select(Version).Order());
        Assert.Equal(Enumerable.Range(1, 201).Select(i => (long)i), messages.Select(message => message.Version).Order());
        Assert.Equal(
            bodies.OrderBy(Version).Select(body => body.GetProperty("title").GetString()),
            messages.OrderBy(message => message.Version).Skip(1).Select(message => message.Title));
    }

    [Fact]
    public async Task Of_many_changes_of_one_version_one_is_made()
    {
        var (user, id) = await CreateAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(i => app.Http.PatchEventAsync(user, id, new { title = $"Title {i}" }, "\"1\"")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    private static long Version(JsonElement body) => body.GetProperty("version").GetInt64();

    private async Task<(TestUser User, Guid Id)> CreateAsync()
    {
        var user = await app.Http.RegisterAsync();
        return (user, (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid());
    }
}
