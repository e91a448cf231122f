using System.Net;
using System.Text.Json;
using TicketBooking.Contracts;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests;

/// <summary>What a search finds, whichever engine answers. Each test has a service with a database and an index of its own.</summary>
public abstract class SearchSuite : IAsyncLifetime
{
    protected TestSearch Search { get; } = new();

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync() => Search.DisposeAsync();

    /// <summary>Waits until the engine finds what the truth has.</summary>
    protected abstract Task IndexedAsync();

    [Theory]
    [InlineData("requiem")]
    [InlineData("REQUIEM")]
    [InlineData("grand hall")]
    [InlineData("utrecht")]
    [InlineData("classical")]
    [InlineData("choir")]
    [InlineData("requiem utrecht")]
    [InlineData("mozart choir hall")]
    public async Task An_event_is_found_by_the_words_of_each_field(string text)
    {
        await FillAsync(
            Event("Mozart Requiem", category: "Classical", description: "Sung by a large choir."),
            Event("Jazz Night", city: "Rotterdam", venue: "Blue Club", category: "Jazz"));

        Assert.Equal(["Mozart Requiem"], await FindAsync(text));
    }

    [Fact]
    public async Task A_title_counts_more_than_a_venue_and_a_venue_more_than_a_description()
    {
        await FillAsync(
            Event("Evening of songs", description: "In the manner of Bach."),
            Event("Sunday matinee", venue: "Bach Hall"),
            Event("Bach"));

        Assert.Equal(["Bach", "Sunday matinee", "Evening of songs"], await FindAsync("bach"));
    }

    [Theory]
    [InlineData("bethoven", "Beethoven Festival")]
    [InlineData("beethovne", "Beethoven Festival")]
    [InlineData("jaz", "Jazz Evening")]
    [InlineData("jzaz", "Jazz Evening")]
    [InlineData("beethoven fetsival", "Beethoven Festival")]
    public async Task Typing_errors_are_forgiven(string text, string title)
    {
        await FillAsync(Event("Beethoven Festival"), Event("Jazz Evening"), Event("Opera Gala"));

        Assert.Equal([title], await FindAsync(text));
    }

    [Fact]
    public async Task What_was_typed_comes_before_what_it_may_have_meant()
    {
        await FillAsync(Event("Marathon"), Event("Art"), Event("Artists of tomorrow"));

        Assert.Equal(["Art", "Artists of tomorrow"], await FindAsync("art"));
    }

    [Fact]
    public async Task The_last_word_may_be_a_beginning()
    {
        await FillAsync(Event("Symphonic Nights"), Event("Sympathy"));

        Assert.Equal(["Symphonic Nights"], await FindAsync("symphon"));
    }

    [Theory]
    [InlineData("Beyonce")]
    [InlineData("BEYONCÉ")]
    [InlineData("beyoncé")]
    [InlineData("Beyonce\u0301")]
    public async Task Accents_and_case_make_no_difference(string text)
    {
        await FillAsync(Event("Beyoncé live"), Event("Bounce"));

        Assert.Equal("Beyoncé live", (await FindAsync(text))[0]);
    }

    [Theory]
    [InlineData("en", "Dancing Queens", "dance")]
    [InlineData("de", "Große Konzerte", "konzert")]
    [InlineData("fr", "Les grandes chansons", "chanson")]
    [InlineData("nl", "Avonden met muziek", "avond")]
    [InlineData("ru", "Концерты классической музыки", "концерт")]
    public async Task Forms_of_a_word_are_found_in_the_events_language(string language, string title, string text)
    {
        await FillAsync(Event(title, language: language), Event("Other", description: "Nothing of this."));

        Assert.Equal([title], await FindAsync(text));
    }

    [Theory]
    [InlineData("ja", "東京フィルハーモニー交響楽団", "交響楽")]
    [InlineData("zh", "北京爱乐乐团音乐会", "音乐会")]
    [InlineData("ko", "서울시립교향악단 공연", "교향악")]
    [InlineData("ar", "حفلة موسيقية في القاهرة", "القاهرة")]
    [InlineData("uk", "Вечір української музики", "музики")]
    [InlineData("el", "Συναυλία στην Αθήνα", "αθηνα")]
    [InlineData("th", "เทศกาลดนตรีกรุงเทพ", "ดนตรี")]
    public async Task Other_scripts_are_found(string language, string title, string text)
    {
        await FillAsync(Event(title, language: language), Event("Something else entirely"), Event("東京マラソン", language: "ja"));

        Assert.Equal([title], await FindAsync(text));
    }

    [Fact]
    public async Task Of_three_words_or_more_one_may_be_missing_but_not_of_two()
    {
        await FillAsync(Event("Swan Lake ballet"), Event("Lake swimming"));

        Assert.Equal("Swan Lake ballet", (await FindAsync("swan lake orchestra"))[0]);
        Assert.Empty(await FindAsync("swan orchestra"));
    }

    [Fact]
    public async Task A_stop_word_of_any_language_need_not_be_there()
    {
        await FillAsync(Event("Die Hard"), Event("Rosen", language: "de"), Event("Hard Roses"));

        Assert.Equal("Die Hard", (await FindAsync("die hard"))[0]);
        Assert.Equal(["Rosen"], await FindAsync("die rosen"));
        Assert.Equal(["Die Hard"], await FindAsync("die"));
    }

    [Fact]
    public async Task Filters_apply_with_and_without_text()
    {
        await FillAsync(
            Event("Rock Night", city: "Zürich", category: "Rock", startsAt: "2090-01-10T20:00:00", price: 3000, highest: 9000, currency: "CHF"),
            Event("Rock Morning", city: "Berlin", category: "Rock", startsAt: "2090-02-10T10:00:00", price: 1000),
            Event("Quiet Night", city: "Berlin", category: "Ambient", startsAt: "2090-03-10T20:00:00", price: 5000));

        Assert.Equal(["Rock Night"], await FindAsync("rock", "city=zurich"));
        Assert.Equal(["Rock Morning", "Quiet Night"], await FindAsync(null, "city=BERLIN"));
        Assert.Equal(["Quiet Night"], await FindAsync("night", "category=ambient"));
        Assert.Equal(["Rock Morning", "Quiet Night"], await FindAsync(null, "from=2090-02-10"));
        Assert.Equal(["Rock Night", "Rock Morning"], await FindAsync(null, "to=2090-02-10"));
        Assert.Equal(["Rock Morning"], await FindAsync(null, "from=2090-02-10T10:00:00Z&to=2090-02-10T10:00:00Z"));
        Assert.Equal(["Quiet Night"], await FindAsync(null, "minPrice=2000&currency=EUR"));
        Assert.Equal(["Rock Morning"], await FindAsync(null, "maxPrice=4999&currency=eur"));
        Assert.Equal(["Rock Night"], await FindAsync(null, "minPrice=8000&maxPrice=10000&currency=CHF"));
        Assert.Empty(await FindAsync(null, "minPrice=9001&currency=CHF"));
    }

    [Fact]
    public async Task Cancelled_and_past_events_are_hidden_until_they_are_asked_for()
    {
        await FillAsync(
            Event("Coming"),
            Event("Over", startsAt: "2020-01-01T20:00:00"),
            Event("Long exhibition", startsAt: "2020-01-01T20:00:00", endsAt: "2090-01-01T20:00:00"),
            Event("Called off", status: EventStatuses.Cancelled, version: 2),
            Event("Deleted", status: EventStatuses.Deleted, version: 2));

        Assert.Equal(["Long exhibition", "Coming"], await FindAsync(null));
        Assert.Equal(["Over", "Long exhibition", "Coming"], (await FindAsync(null, "status=SCHEDULED")).OrderByDescending(title => title[0]));
        Assert.Contains("Over", await FindAsync(null, "from=2019-01-01"));
        Assert.Equal(["Called off"], await FindAsync(null, "status=CANCELLED"));
        Assert.Equal(["Called off"], await FindAsync("called", "status=CANCELLED"));
        Assert.Empty(await FindAsync("deleted"));
    }

    [Fact]
    public async Task Hits_come_in_the_order_asked_for()
    {
        await FillAsync(
            Event("Night one", startsAt: "2090-01-03T20:00:00", price: 200),
            Event("Night two", startsAt: "2090-01-01T20:00:00", price: 300),
            Event("Night three", startsAt: "2090-01-02T20:00:00", price: 100),
            Event("Night four", startsAt: "2090-01-02T21:00:00", price: 100));

        Assert.Equal(["Night two", "Night three", "Night four", "Night one"], await FindAsync(null));
        Assert.Equal(["Night two", "Night three", "Night four", "Night one"], await FindAsync("night", "sort=startsAt:asc"));
        Assert.Equal(["Night one", "Night four", "Night three", "Night two"], await FindAsync("night", "sort=startsAt:desc"));
        Assert.Equal(["Night three", "Night four", "Night one", "Night two"], await FindAsync("night", "sort=price:asc"));
        Assert.Equal(["Night two", "Night one", "Night three", "Night four"], await FindAsync(null, "sort=price:desc"));
    }

    [Fact]
    public async Task The_answer_has_the_hit_totals_and_facets()
    {
        var concert = Event("Concert A", city: "Berlin", category: "Rock", price: 1500, highest: 6500, description: "Loud.");
        await FillAsync(concert, Event("Concert B", city: "Berlin", category: "Jazz"), Event("Concert C", city: "Bonn", category: "Jazz"));
        await Search.AcceptAsync(Available(concert.EventId, 17, seq: 3));

        var answer = await Search.SearchAsync("q=concert&size=2");
        Assert.Equal(3, answer.GetProperty("total").GetInt64());
        Assert.Equal(0, answer.GetProperty("page").GetInt32());
        Assert.Equal(2, answer.GetProperty("size").GetInt32());
        Assert.True(answer.GetProperty("tookMs").GetInt64() >= 0);
        Assert.Equal("Berlin 2, Bonn 1", Facet(answer, "city"));
        Assert.Equal("Jazz 2, Rock 1", Facet(answer, "category"));

        var hit = (await Search.SearchAsync("q=concert a")).GetProperty("hits")[0];
        Assert.Equal(concert.EventId, hit.GetProperty("id").GetGuid());
        Assert.Equal(
            "Concert A|Loud.|Rock|Grand Hall|Berlin|1500|6500|EUR|17|SCHEDULED",
            string.Join('|', new[] { "title", "description", "category", "venue", "city", "minPriceMinor", "maxPriceMinor", "currency", "availableSeats", "status" }
                .Select(name => hit.GetProperty(name).ToString())));
        Assert.Equal(concert.StartsAt, hit.GetProperty("startsAt").GetDateTimeOffset());
        Assert.Equal(hit.GetRawText().Split("\"highlights\"")[0], (await Search.GetAsync($"/api/v1/search/events/{concert.EventId}")).GetRawText().Split("\"highlights\"")[0]);
    }

    [Fact]
    public async Task Highlights_are_html_with_nothing_of_the_text_in_it_that_acts()
    {
        await FillAsync(Event("Rock & <script>alert(1)</script> Opera", description: "A rock opera, with \"noise\" & smoke.", city: "Łódź"));

        var highlights = (await Search.SearchAsync("q=rock lodz")).GetProperty("hits")[0].GetProperty("highlights");

        var title = highlights.GetProperty("title")[0].GetString()!;
        Assert.Contains("<em>Rock</em>", title, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", title, StringComparison.Ordinal);
        Assert.Contains("<em>rock</em>", highlights.GetProperty("description")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("<em>Łódź</em>", highlights.GetProperty("city")[0].GetString());
        Assert.False(highlights.TryGetProperty("venue", out _));
    }

    [Fact]
    public async Task Found_parts_of_unspaced_text_are_highlighted()
    {
        await FillAsync(Event("東京交響楽団の夕べ", language: "ja"));

        foreach (var text in new[] { "交響楽団", "東京" })
        {
            Assert.Equal(
                "東京交響楽団の夕べ".Replace(text, $"<em>{text}</em>", StringComparison.Ordinal),
                (await Search.SearchAsync($"q={text}")).GetProperty("hits")[0].GetProperty("highlights").GetProperty("title")[0].GetString());
        }
    }

    [Theory]
    [InlineData("q=night")]
    [InlineData("q=night&sort=startsAt:asc")]
    [InlineData("q=night&sort=startsAt:desc")]
    [InlineData("q=night&sort=price:desc")]
    [InlineData("sort=price:asc")]
    [InlineData("")]
    [InlineData("q=night club nonexistentword")]
    public async Task A_list_by_cursor_has_each_hit_once_and_in_the_order_of_pages(string query)
    {
        await FillAsync([.. Enumerable.Range(0, 23).Select(i => Event(
            $"Night club {i % 4}", startsAt: $"2090-01-{1 + (i % 5):00}T20:00:00", price: 100 * (1 + (i % 3))))]);

        var byPage = new List<string>();
        for (var page = 0; page < 4; page++)
        {
            byPage.AddRange(Ids(await Search.SearchAsync($"{query}&page={page}&size=7")));
        }

        var byCursor = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var answer = await Search.SearchAsync($"{query}&size=7&cursor={Uri.EscapeDataString(cursor)}");
            Assert.False(answer.TryGetProperty("total", out _) || answer.TryGetProperty("facets", out _) || answer.TryGetProperty("page", out _));
            byCursor.AddRange(Ids(answer));
            cursor = answer.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }

        Assert.Equal(23, byPage.Distinct().Count());
        Assert.Equal(byPage, byCursor);
    }

    [Fact]
    public async Task Suggestions_come_as_one_types()
    {
        await FillAsync(
            Event("Beethoven's Ninth", city: "Bonn", startsAt: "2090-02-01T20:00:00"),
            Event("Bee Gees Tribute", startsAt: "2090-01-01T20:00:00"),
            Event("The Best of Beethoven", startsAt: "2090-03-01T20:00:00"),
            Event("Berlin by night", status: EventStatuses.Cancelled, version: 2),
            Event("Past Beethoven", startsAt: "2020-01-01T20:00:00"),
            Event("Opera", description: "With Beethoven in it."));

        Assert.Equal(["Bee Gees Tribute", "Beethoven's Ninth"], await Search.SuggestAsync("b"));
        Assert.Equal(["Beethoven's Ninth", "The Best of Beethoven"], await Search.SuggestAsync("Beeth"));
        Assert.Equal(["The Best of Beethoven"], await Search.SuggestAsync("best of bee"));
        Assert.Equal(["Beethoven's Ninth", "The Best of Beethoven"], await Search.SuggestAsync("bethov"));
        Assert.Empty(await Search.SuggestAsync("zzz"));
        Assert.Empty(await Search.SuggestAsync(" "));
        Assert.Empty(await Search.SuggestAsync("!?"));
    }

    [Fact]
    public async Task A_changed_event_is_found_by_what_it_is_now()
    {
        var first = Event("Old name", city: "Bonn");
        await FillAsync(first);
        await FillAsync(first with { Title = "New name", Version = 2 });

        Assert.Equal(["New name"], await FindAsync("new"));
        Assert.Empty(await FindAsync("old"));

        await FillAsync(first with { Status = EventStatuses.Cancelled, Version = 3 });
        Assert.Empty(await FindAsync("name"));

        await FillAsync(first with { Status = EventStatuses.Deleted, Version = 4 });
        Assert.Empty(await FindAsync("name", "status=CANCELLED"));
        await Search.GetAsync($"/api/v1/search/events/{first.EventId}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_text_is_an_error_of_the_server()
    {
        await FillAsync(Event("Jazz"), Event("100% pure_rock", description: "a:* & b | !c <-> d"));

        var targets =
            from text in Hostile
            from path in Paths
            select $"/api/v1/search/{path}{text}";
        var offences = new List<string>();
        foreach (var target in targets)
        {
            using var answer = await Search.Client.GetAsync(new Uri(target, UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.OK
                && (answer.StatusCode != HttpStatusCode.BadRequest || answer.Content.Headers.ContentType?.MediaType != "application/problem+json"))
            {
                offences.Add($"{target}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        Assert.Empty(offences);
    }

    private static readonly string[] Paths =
    [
        "events?q=", "events?city=", "events?q=jazz&category=", "suggest?q=", "events?sort=", "events?cursor=", "events?q=jazz&cursor=", "events?from=",
        "events?currency=", "events?status=", "events?minPrice=", "events?page=", "events?size=",
    ];

    private static readonly string[] Hostile =
    [
        "%00", "a%00b", "%01%02", "%ED%A0%80", "%FF", "%F0%9F%8E%B8", "'", "''", "%27;DROP%20TABLE%20tbl_event;--", "%27%20OR%201=1", "*", "***", "*a*",
        "%25%25%25", "_____", "(", ")", "a%20%26%20b", "a%20|%20b", "!a", "!!", ":*", "a:*", "a:ABCD", "%22a%20b%22", "%22", "\\", "\\\\", "%5C%27", "/a/", "/.*/", "(a%2B)%2B$",
        "title:jazz", "_exists_:title", "jazz~2", "jazz^1000", "[*%20TO%20*]", "%7B%22query%22:%7B%7D%7D", "a%3C-%3Eb", "%E2%80%AE", "%CC%81", "%CC%81%CC%81a",
        "%EF%BF%BD", "%0D%0AX-Evil:%201", "$1", "null", "undefined", "NaN", "-1", "1e999", "9999-12-31", "0000-00-00", "2035-13-01",
        string.Join("%20", Enumerable.Range(0, 100).Select(i => (char)('a' + (i % 26)))),
        string.Join("%20", Enumerable.Range(0, 25).Select(i => $"qwxyz{i:00}")),
        new('a', 10_000), new('%', 50), string.Concat(Enumerable.Repeat("%E6%9D%B1", 200)), string.Concat(Enumerable.Repeat("%E6%9D%B1", 201)),
        string.Concat(Enumerable.Repeat("%CC%81", 200)), "%E0%B8%81%E0%B8%B2", "%EF%AC%81", "%C2%BD", "%E3%8D%BF", "%F0%A0%80%80%F0%A0%80%81",
    ];

    protected async Task FillAsync(params EventMessage[] events)
    {
        await Search.AcceptAsync(events);
        await IndexedAsync();
    }

    private Task<string[]> FindAsync(string? text, string filter = "") =>
        Search.TitlesAsync(text is null ? filter : $"q={Uri.EscapeDataString(text)}&{filter}");

    private static string Facet(JsonElement answer, string name) => string.Join(
        ", ", answer.GetProperty("facets").GetProperty(name).EnumerateArray().Select(value => $"{value.GetProperty("value")} {value.GetProperty("count")}"));

    private static IEnumerable<string> Ids(JsonElement answer) => answer.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("id").GetString()!);
}
