using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class VenueTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task A_venue_is_read_back_as_it_was_created()
    {
        var user = await app.Http.RegisterAsync();
        using var created = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, new
        {
            name = "Opera",
            address = "2 Main Street",
            city = "Springfield",
            country = "US",
            sections = new object[]
            {
                new { name = "Floor", rows = 30, seatsPerRow = 20, accessible = new[] { "A1", "AD20" } },
                new { name = "Balcony", rows = 2, seatsPerRow = 10 },
            },
        });
        var body = await created.ReadAsync(HttpStatusCode.Created);

        using var read = await app.Http.SendAsync(HttpMethod.Get, created.Headers.Location!.ToString(), user);

        Assert.Equal(620, body.GetProperty("capacity").GetInt32());
        Assert.Equal("AD20", body.GetProperty("sections")[0].GetProperty("accessible")[1].GetString());
        Assert.True(JsonElement.DeepEquals(body, await read.ReadAsync(HttpStatusCode.OK)));
    }

    [Theory]
    [InlineData("""[{"name":"Floor","rows":448,"seatsPerRow":447}]""", "sections")]
    [InlineData("""[{"name":"Floor","rows":100000,"seatsPerRow":1},{"name":"Balcony","rows":100001,"seatsPerRow":1}]""", "sections")]
    [InlineData("""[{"name":"Floor","rows":200000,"seatsPerRow":200000}]""", "sections")]
    [InlineData("""[]""", "sections")]
    [InlineData("""[null]""", "sections")]
    [InlineData("""null""", "sections")]
    [InlineData("""[{"name":"Floor","rows":0,"seatsPerRow":1}]""", "sections[0].rows")]
    [InlineData("""[{"name":"Floor","rows":1,"seatsPerRow":-1}]""", "sections[0].seatsPerRow")]
    [InlineData("""[{"name":"Floor","rows":1}]""", "sections[0].seatsPerRow")]
    [InlineData("""[{"rows":1,"seatsPerRow":1}]""", "sections[0].name")]
    [InlineData("""[{"name":"A/B","rows":1,"seatsPerRow":1}]""", "sections[0].name")]
    [InlineData("""[{"name":" ","rows":1,"seatsPerRow":1}]""", "sections[0].name")]
    [InlineData("""[{"name":"A","rows":1,"seatsPerRow":1},{"name":"a","rows":1,"seatsPerRow":1}]""", "sections[1].name")]
    [InlineData("""[{"name":"A","rows":1,"seatsPerRow":1,"accessible":["A2"]}]""", "sections[0].accessible")]
    [InlineData("""[{"name":"A","rows":1,"seatsPerRow":1,"accessible":["B1"]}]""", "sections[0].accessible")]
    [InlineData("""[{"name":"A","rows":1,"seatsPerRow":1,"accessible":["a1"]}]""", "sections[0].accessible")]
    [InlineData("""[{"name":"A","rows":1,"seatsPerRow":1,"accessible":["A1","A1"]}]""", "sections[0].accessible")]
    [InlineData("""[{"name":"A","rows":1,"seatsPerRow":1,"accessible":[null]}]""", "sections[0].accessible")]
    public async Task A_layout_that_cannot_be_built_is_refused_by_field(string sections, string field)
    {
        using var answer = await PostAsync($$"""{"name":"V","address":"A","city":"C","sections":{{sections}}}""");

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task A_venue_has_at_most_2_000_accessible_seats()
    {
        var user = await app.Http.RegisterAsync();
        await app.Http.CreateVenueAsync(user, Section("Floor", 1_999), Section("Balcony", 1));

        using var answer = await app.Http.SendAsync(
            HttpMethod.Post, "/api/v1/venue/create", user, Api.Venue(Section("Floor", 1_999), Section("Balcony", 2)));

        var errors = (await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request")).GetProperty("errors");
        Assert.Equal(
            """{"sections":["All sections together must have at most 2000 accessible seats."]}""", errors.GetRawText());
    }

    [Theory]
    [InlineData("""{"address":"A","city":"C","sections":[{"name":"F","rows":1,"seatsPerRow":1}]}""", "name")]
    [InlineData("""{"name":"V","address":"","city":"C","sections":[{"name":"F","rows":1,"seatsPerRow":1}]}""", "address")]
    [InlineData("""{"name":"V","address":"A","city":null,"sections":[{"name":"F","rows":1,"seatsPerRow":1}]}""", "city")]
    public async Task A_venue_without_what_it_needs_is_refused_by_field(string body, string field)
    {
        using var answer = await PostAsync(body);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task The_largest_and_the_smallest_venue_are_accepted()
    {
        var user = await app.Http.RegisterAsync();

        await app.Http.CreateVenueAsync(user, new { name = "Stadium", rows = 400, seatsPerRow = 500 });
        await app.Http.CreateVenueAsync(user, new { name = "Throne", rows = 1, seatsPerRow = 1 });
    }

    [Fact]
    public async Task Pages_together_hold_every_venue_once()
    {
        var user = await app.Http.RegisterAsync();
        HashSet<Guid> created =
            [await app.Http.CreateVenueAsync(user), await app.Http.CreateVenueAsync(user), await app.Http.CreateVenueAsync(user)];

        var listed = new List<Guid>();
        for (var page = 0; ; page++)
        {
            using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/venue/venues?page={page}&size=2", user);
            var body = await answer.ReadAsync(HttpStatusCode.OK);
            var items = body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToArray();
            listed.AddRange(items);
            if (items.Length == 0)
            {
                Assert.Equal(page, body.GetProperty("totalPages").GetInt32());
                Assert.Equal(listed.Count, body.GetProperty("totalItems").GetInt32());
                break;
            }
        }

        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Superset(created, listed.ToHashSet());
    }

    [Theory]
    [InlineData("size=201", "invalid-request")]
    [InlineData("size=0", "invalid-request")]
    [InlineData("page=-1", "invalid-request")]
    [InlineData("page=x", "bad-request")]
    public async Task A_page_outside_the_bounds_is_refused(string query, string slug)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/venue/venues?{query}", await app.Http.RegisterAsync());

        await answer.ProblemAsync(HttpStatusCode.BadRequest, slug);
    }

    [Fact]
    public async Task A_page_behind_the_last_is_empty()
    {
        using var answer = await app.Http.SendAsync(
            HttpMethod.Get, "/api/v1/venue/venues?page=2147483647&size=200", await app.Http.RegisterAsync());

        Assert.Equal(0, (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("018f0000-0000-7000-8000-000000000000", "venue-not-found")]
    [InlineData("nonsense", "not-found")]
    public async Task A_venue_that_is_not_there_is_not_found(string id, string slug)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/api/v1/venue/{id}", await app.Http.RegisterAsync());

        await answer.ProblemAsync(HttpStatusCode.NotFound, slug);
    }

    private static object Section(string name, int accessible) => new
    {
        name,
        rows = 1,
        seatsPerRow = 2_000,
        accessible = Enumerable.Range(1, accessible).Select(number => $"A{number}"),
    };

    private async Task<HttpResponseMessage> PostAsync(string body) =>
        await app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", await app.Http.RegisterAsync(), body);
}
