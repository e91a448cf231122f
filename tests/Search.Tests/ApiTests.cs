using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Search.Tests;

/// <summary>What a request is refused for, and what an answer says to caches.</summary>
public sealed class ApiTests(TestSearch search) : IClassFixture<TestSearch>
{
    [Theory]
    [InlineData("sort=random", "unknown-sort")]
    [InlineData("sort=title:asc", "unknown-sort")]
    [InlineData("page=501&size=20", "use-cursor")]
    [InlineData("page=51&size=200", "use-cursor")]
    [InlineData("page=2147483647&size=200", "use-cursor")]
    [InlineData("cursor=broken", "bad-cursor")]
    [InlineData("cursor=eyJhIjoxfQ", "bad-cursor")]
    [InlineData("cursor=W10", "bad-cursor")]
    [InlineData("q=jazz&cursor=WyJSZWxldmFuY2UiLCJhbGwiLCJOYU4iLCJ4IiwieSJd", "bad-cursor")]
    [InlineData("q=jazz&cursor=WyJSZWxldmFuY2UiLCJhbGwiXQ", "bad-cursor")]
    public async Task A_list_that_cannot_be_made_is_400_by_name(string query, string slug) =>
        Assert.Equal($"urn:ticket-booking:problem:{slug}", (await Refused(query)).GetProperty("type").GetString());

    [Theory]
    [InlineData("from=tomorrow", "from")]
    [InlineData("to=2035-02-30", "to")]
    [InlineData("from=2035-06-01 19:00", "from")]
    [InlineData("to=01/02/2035", "to")]
    [InlineData("from=2035-06-02&to=2035-06-01", "to")]
    [InlineData("minPrice=100", "currency")]
    [InlineData("maxPrice=100", "currency")]
    [InlineData("minPrice=200&maxPrice=100&currency=EUR", "maxPrice")]
    [InlineData("minPrice=-1&currency=EUR", "minPrice")]
    [InlineData("currency=EURO", "currency")]
    [InlineData("status=DELETED", "status")]
    [InlineData("size=0", "size")]
    [InlineData("size=201", "size")]
    [InlineData("page=-1", "page")]
    [InlineData("q=a%01b", "q")]
    [InlineData("city=%01", "city")]
    public async Task A_wrong_value_is_400_and_its_field_is_named(string query, string field) =>
        Assert.True((await Refused(query)).GetProperty("errors").TryGetProperty(field, out _));

    [Fact]
    public async Task A_text_of_ten_thousand_characters_is_refused() =>
        Assert.True((await Refused("q=" + new string('a', 10_000))).GetProperty("errors").TryGetProperty("q", out _));

    [Theory]
    [InlineData("q=a%00b")]
    [InlineData("q=%ED%A0%80")]
    public async Task What_is_no_text_is_refused_as_such(string query) =>
        Assert.Equal("urn:ticket-booking:problem:malformed-text", (await Refused(query)).GetProperty("type").GetString());

    [Theory]
    [InlineData("page=500&size=20")]
    [InlineData("page=50&size=200")]
    [InlineData("from=2035-06-01T19:00:00%2B02:00&to=2035-06-01T19:00:00.123Z")]
    [InlineData("q=!!!")]
    [InlineData("q=&city=&category=&status=SCHEDULED&sort=")]
    public async Task What_can_be_answered_is(string query) =>
        Assert.Equal(0, (await search.SearchAsync(query)).GetProperty("total").GetInt64());

    [Theory]
    [InlineData("events")]
    [InlineData("events?q=jazz")]
    [InlineData("suggest?q=jazz")]
    public async Task Shared_caches_may_answer_for_a_second(string path)
    {
        using var answer = await search.Client.GetAsync(new Uri($"/api/v1/search/{path}", UriKind.Relative));

        Assert.Equal(["public, max-age=0, s-maxage=1"], answer.Headers.GetValues("Cache-Control"));
    }

    [Fact]
    public async Task A_refusal_is_not_for_caches()
    {
        using var answer = await search.Client.GetAsync(new Uri("/api/v1/search/events?size=0", UriKind.Relative));

        Assert.DoesNotContain("s-maxage", $"{answer.Headers.CacheControl}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_event_is_404() =>
        Assert.Equal(
            "urn:ticket-booking:problem:event-not-found",
            (await search.GetAsync($"/api/v1/search/events/{Guid.CreateVersion7()}", HttpStatusCode.NotFound)).GetProperty("type").GetString());

    [Fact]
    public async Task Only_the_sidecar_gets_in()
    {
        using var stranger = new HttpClient { BaseAddress = search.Client.BaseAddress };

        using var answer = await stranger.GetAsync(new Uri("/api/v1/search/events", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Task<JsonElement> Refused(string query) => search.GetAsync($"/api/v1/search/events?{query}", HttpStatusCode.BadRequest);
}
