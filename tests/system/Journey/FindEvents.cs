using System.Text.Json;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Journey;

/// <summary>Events are found as they are now: what organisers and buyers do reaches Search through change data capture.</summary>
[Collection(nameof(JourneyCollection))]
public sealed class FindEvents(SystemFixture fixture)
{
    /// <summary>Words that no other test uses. Letters only, so that they are words in every language.</summary>
    private readonly string _word = NewWord();
    private readonly string _newWord = NewWord();

    [Theory]
    [InlineData("/api/v1/search/events")]
    [InlineData("/api/search/events")]
    public async Task An_event_is_found_and_followed_until_it_is_cancelled(string path)
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var venueId = await organiser.CreateVenueAsync(rows: 2, seatsPerRow: 10);
        var eventId = await organiser.CreateEventAsync(venueId, new() { ["title"] = $"{_word} one", ["category"] = "Music" });
        await organiser.CreateEventAsync(venueId, new() { ["title"] = $"{_word} two", ["category"] = "Comedy" });

        var both = await Eventually.GetAsync(() => SearchAsync(path, _word), answer => TotalOf(answer) == 2);
        Assert.Equal(["Comedy 1", "Music 1"], FacetOf(both, "category"));
        Assert.Equal(["Utrecht 2"], FacetOf(both, "city"));
        await SeeAsync(path, eventId, seatsLeft: 20);

        await (await PayingBuyer.RegisterAsync(fixture.System)).HoldSeatsAsync(eventId, "A1", "A2");
        var hit = await SeeAsync(path, eventId, seatsLeft: 18);
        Assert.Equal(
            ($"{_word} one", "Music", "Grand Hall", "Utrecht", 4500, 4500, "EUR", "SCHEDULED"),
            (Text("title"), Text("category"), Text("venue"), Text("city"), Price("minPriceMinor"), Price("maxPriceMinor"), Text("currency"), Text("status")));

        (await organiser.PatchAsync($"/event/{eventId}", new { title = $"{_newWord} one" })).Success();
        await Eventually.EqualsAsync(1, async () => TotalOf(await SearchAsync(path, _newWord)));
        await Eventually.EqualsAsync(1, async () => TotalOf(await SearchAsync(path, _word)));

        (await organiser.PostAsync($"/event/{eventId}/cancel", new { })).Success();
        await Eventually.EqualsAsync(0, async () => TotalOf(await SearchAsync(path, _newWord)));
        var cancelled = Assert.Single(HitsOf(await SearchAsync(path, _newWord, "&status=CANCELLED")));
        Assert.Equal(eventId, cancelled.GetProperty("id").GetGuid());

        string? Text(string name) => hit.GetProperty(name).GetString();
        int Price(string name) => hit.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task A_word_that_is_being_typed_suggests_the_event_and_its_page_is_the_hit()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(await organiser.CreateVenueAsync(rows: 1, seatsPerRow: 3), new() { ["title"] = $"The {_word}" });

        var suggestion = await Eventually.GetAsync(
            async () => (await organiser.GetAsync($"/search/suggest?q={_word[..6]}&size=5")).Success().Body.GetProperty("items").EnumerateArray()
                .SingleOrDefault(item => item.GetProperty("id").GetGuid() == eventId),
            item => item.ValueKind == JsonValueKind.Object);

        Assert.Equal(($"The {_word}", "Utrecht"), (suggestion.GetProperty("title").GetString(), suggestion.GetProperty("city").GetString()));
        Assert.Equal($"The {_word}", (await organiser.GetAsync($"/search/events/{eventId}")).Success().Text("title"));
    }

    private static string NewWord() => string.Concat(Guid.CreateVersion7().ToString("N")[^12..].Select(digit => (char)('a' + Convert.ToInt32($"{digit}", 16))));

    /// <summary>Waits until the one hit of the event has so many seats left.</summary>
    private async Task<JsonElement> SeeAsync(string path, Guid eventId, int seatsLeft) => HitOf(
        await Eventually.GetAsync(
            () => SearchAsync(path, _word), answer => HitOf(answer, eventId).TryGetProperty("availableSeats", out var left) && left.GetInt32() == seatsLeft),
        eventId);

    /// <summary>As anyone may, without a token.</summary>
    private async Task<JsonElement> SearchAsync(string path, string word, string more = "") =>
        (await Answer.ReadAsync(await fixture.System.Gateway.GetAsync(new Uri($"{path}?q={word}{more}", UriKind.Relative)))).Success().Body;

    private static int TotalOf(JsonElement answer) => answer.GetProperty("total").GetInt32();

    private static JsonElement.ArrayEnumerator HitsOf(JsonElement answer) => answer.GetProperty("hits").EnumerateArray();

    private static JsonElement HitOf(JsonElement answer, Guid eventId) => HitsOf(answer).Single(hit => hit.GetProperty("id").GetGuid() == eventId);

    private static string[] FacetOf(JsonElement answer, string facet) =>
    [
        .. answer.GetProperty("facets").GetProperty(facet).EnumerateArray()
            .Select(bucket => $"{bucket.GetProperty("value").GetString()} {bucket.GetProperty("count").GetInt32()}").Order(StringComparer.Ordinal),
    ];
}
