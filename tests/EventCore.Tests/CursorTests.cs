using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class CursorTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    private const string Venues = "/api/v1/venue/venues";
    private const string Events = "/api/v1/event/events";

    [Fact]
    public async Task Events_come_once_each_newest_first_while_others_are_added()
    {
        var user = await app.Http.RegisterAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid());
        }

        var walked = await app.Http.WalkAsync(Events, user, () => app.Http.CreateEventAsync(user));

        Assert.Equal(ids.AsEnumerable().Reverse(), walked.Select(Id));
    }

    [Fact]
    public async Task Venues_come_once_each_by_name_while_others_are_added()
    {
        var user = await app.Http.RegisterAsync();
        var prefix = $"Ünter {Guid.CreateVersion7()} 東京 ";
        string[] names = [.. new[] { "a", "B", "b", "b", "c" }.Select(name => prefix + name)];
        foreach (var name in names)
        {
            await CreateAsync(name);
        }

        var added = 0;
        var walked = await app.Http.WalkAsync(Venues, user, () => CreateAsync($"{prefix}a{added++}"));

        var mine = walked.Where(venue => Name(venue).StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        Assert.Equal(mine.Length, mine.DistinctBy(Id).Count());
        Assert.Equal(names.Order(StringComparer.Ordinal), mine.Select(Name).Where(names.Contains).Order(StringComparer.Ordinal));

        using var byNumber = await app.Http.SendAsync(HttpMethod.Get, $"{Venues}?size=200", user);
        var order = (await byNumber.ReadAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(Id).ToList();
        Assert.Equal(walked.Select(Id).OrderBy(order.IndexOf), walked.Select(Id));

        async Task CreateAsync(string name)
        {
            using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, new
            {
                name, address = "1 Main Street", city = "Springfield", sections = new[] { new { name = "Floor", rows = 1, seatsPerRow = 1 } },
            });
            await answer.ReadAsync(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task A_broken_cursor_or_one_of_another_list_is_refused()
    {
        var user = await app.Http.RegisterAsync();
        var id = Guid.CreateVersion7();
        string[] broken =
        [
            "x", "%F0%9F%8E%AB", Encode("[]"), Encode("[\"events\"]"), Encode("{}"), Encode("[\"events\",null]"), Encode("[\"events\",\"1\"]"),
            Encode($"[\"events\",\"{id}\",\"{id}\"]"), Encode("[\"events\",\"\\u0000\"]"), Encode("[\"events\",\"\\ud800\"]"),
            Encode($"[\"venues\",\"a\",\"{id}\"]"), new('A', 5000),
        ];

        foreach (var cursor in broken)
        {
            using var answer = await app.Http.SendAsync(HttpMethod.Get, $"{Events}?cursor={cursor}", user);
            await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad-cursor");
        }

        using var venues = await app.Http.SendAsync(HttpMethod.Get, $"{Venues}?cursor={Encode("[\"venues\",\"\\u0000\",\"" + id + "\"]")}", user);
        await venues.ProblemAsync(HttpStatusCode.BadRequest, "bad-cursor");
    }

    private static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static Guid Id(JsonElement item) => item.GetProperty("id").GetGuid();

    private static string Name(JsonElement venue) => venue.GetProperty("name").GetString()!;
}
