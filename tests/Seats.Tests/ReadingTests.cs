using System.Net;
using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Platform;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class ReadingTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    public async Task Pages_of_any_size_give_every_seat_once_in_the_venues_order(int size)
    {
        var message = Sample.Event(Sample.Section("Stalls", 28, 2), Sample.Section("Balcony", 1, 11));
        await seats.AcceptAsync(message);

        var all = (await seats.AllAsync("seats", message.EventId, size)).Select(seat => seat.GetProperty("seatNumber").GetString()!).ToList();

        Assert.Equal(67, all.Count);
        Assert.Equal(["Stalls/A1", "Stalls/A2", "Stalls/B1"], all[..3]);
        Assert.Equal(["Stalls/Z2", "Stalls/AA1", "Stalls/AA2", "Stalls/AB1", "Stalls/AB2", "Balcony/A1"], all[51..57]);
        Assert.Equal(["Balcony/A9", "Balcony/A10", "Balcony/A11"], all[^3..]);
    }

    [Fact]
    public async Task Available_seats_leave_out_what_is_held_or_booked_and_count_the_rest()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 5));
        await seats.AcceptAsync(message);
        var ids = (await seats.AllAsync("seats", message.EventId)).Select(seat => seat.GetProperty("id").GetGuid()).ToArray();
        await seats.AcceptAsync(Sample.Booking(
            message.EventId, new SeatChange(ids[1], "A2", SeatStatuses.Held, 1), new SeatChange(ids[3], "A4", SeatStatuses.Booked, 1)));

        var page = await seats.GetAsync($"/api/v1/seat/availableSeats?eventId={message.EventId}&page=1&size=2");

        Assert.Equal(["A5"], page.GetProperty("items").EnumerateArray().Select(seat => seat.GetProperty("seatNumber").GetString()));
        Assert.Equal(
            """{"page":1,"size":2,"totalItems":3,"totalPages":2}""",
            JsonSerializer.Serialize(page.EnumerateObject().Where(p => p.Name != "items").ToDictionary(p => p.Name, p => p.Value)));
    }

    [Fact]
    public async Task By_cursor_each_seat_comes_once_although_others_are_sold_meanwhile()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 9));
        await seats.AcceptAsync(message);
        var ids = (await seats.AllAsync("seats", message.EventId)).Select(seat => seat.GetProperty("id").GetGuid()).ToArray();
        var version = 0;

        var all = await WalkAsync("seats", message.EventId, () => Task.CompletedTask);
        var available = await WalkAsync("availableSeats", message.EventId, () => seats.AcceptAsync(Sample.Booking(
            message.EventId, new SeatChange(ids[0], "A1", ++version % 2 == 0 ? SeatStatuses.Available : SeatStatuses.Held, version))));

        string[] expected = [.. Enumerable.Range(1, 9).Select(number => $"A{number}")];
        Assert.Equal(expected, all);
        Assert.Equal(expected, available);
    }

    [Theory]
    [InlineData("seats")]
    [InlineData("availableSeats")]
    public async Task A_broken_cursor_is_400(string list)
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await seats.AcceptAsync(message);

        var problem = await seats.GetAsync($"/api/v1/seat/{list}?eventId={message.EventId}&cursor=x", HttpStatusCode.BadRequest);

        Assert.Equal("urn:ticket-booking:problem:bad-cursor", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_page_beyond_the_end_is_empty()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await seats.AcceptAsync(message);

        var page = await seats.GetAsync($"/api/v1/seat/seats?eventId={message.EventId}&page={int.MaxValue}&size=200");

        Assert.Equal(0, page.GetProperty("items").GetArrayLength());
        Assert.Equal(2, page.GetProperty("totalItems").GetInt64());
    }

    [Fact]
    public async Task A_seat_is_shown_with_all_that_the_contract_names()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2, 4500, "A2"));
        await seats.AcceptAsync(message);
        var id = (await seats.AllAsync("seats", message.EventId))[1].GetProperty("id").GetGuid();

        var seat = await seats.GetAsync("/api/v1/seat/" + id);

        Assert.Equal(
            $$"""{"id":"{{id}}","eventId":"{{message.EventId}}","seatNumber":"A2","section":"Stalls","row":"A","number":2,"accessible":true,"priceMinor":4500,"currency":"EUR","status":"AVAILABLE","version":0}""",
            seat.GetRawText());
    }

    [Fact]
    public async Task Shared_caches_may_keep_seats_and_lists_for_a_moment_and_nothing_else()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await seats.AcceptAsync(message);
        var id = (await seats.AllAsync("seats", message.EventId))[0].GetProperty("id").GetGuid();

        Assert.Equal(PublicCache.CacheControl, await CacheControlAsync($"/api/v1/seat/{id}"));
        Assert.Equal(PublicCache.CacheControl, await CacheControlAsync($"/api/v1/seat/seats?eventId={message.EventId}"));
        Assert.Equal(PublicCache.CacheControl, await CacheControlAsync($"/api/v1/seat/availableSeats?eventId={message.EventId}"));
        Assert.Null(await CacheControlAsync($"/api/v1/seat/seats?eventId={message.EventId}&size=0"));
        Assert.Null(await CacheControlAsync($"/api/v1/seat/{Guid.CreateVersion7()}"));
        Assert.Null(await CacheControlAsync($"/internal/live/{message.EventId}"));
        Assert.Null(await CacheControlAsync("/internal/availability"));
    }

    [Theory]
    [InlineData("/api/v1/seat/0199d3c4-5b1e-7c3a-9f00-000000000009", "seat-not-found")]
    [InlineData("/api/v1/seat/seats?eventId=0199d3c4-5b1e-7c3a-9f00-000000000009", "event-not-found")]
    [InlineData("/api/v1/seat/availableSeats?eventId=0199d3c4-5b1e-7c3a-9f00-000000000009", "event-not-found")]
    [InlineData("/internal/live/0199d3c4-5b1e-7c3a-9f00-000000000009", "event-not-found")]
    [InlineData("/api/v1/seat/maps", "not-found")]
    public async Task What_is_not_there_is_a_404_that_says_what(string target, string slug)
    {
        var problem = await seats.GetAsync(target, HttpStatusCode.NotFound);

        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("seats", "", "eventId")]
    [InlineData("availableSeats", "", "eventId")]
    [InlineData("seats", "eventId=0199d3c4-5b1e-7c3a-9f00-000000000009&size=201", "size")]
    [InlineData("seats", "eventId=0199d3c4-5b1e-7c3a-9f00-000000000009&size=0", "size")]
    [InlineData("availableSeats", "eventId=0199d3c4-5b1e-7c3a-9f00-000000000009&page=-1", "page")]
    public async Task A_request_that_makes_no_sense_is_400_and_names_the_field(string list, string query, string field)
    {
        var problem = await seats.GetAsync($"/api/v1/seat/{list}?{query}", HttpStatusCode.BadRequest);

        Assert.Equal("urn:ticket-booking:problem:invalid-request", problem.GetProperty("type").GetString());
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("eventId=abc", "invalid-request")]
    [InlineData("eventId=0199d3c4-5b1e-7c3a-9f00-000000000009&page=x", "bad-request")]
    public async Task A_value_of_the_wrong_kind_is_a_400_problem(string query, string slug) =>
        Assert.Equal(
            "urn:ticket-booking:problem:" + slug,
            (await seats.GetAsync("/api/v1/seat/seats?" + query, HttpStatusCode.BadRequest)).GetProperty("type").GetString());

    private async Task<List<string>> WalkAsync(string list, Guid eventId, Func<Task> between)
    {
        var walked = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await seats.GetAsync($"/api/v1/seat/{list}?eventId={eventId}&size=2&cursor={cursor}");
            walked.AddRange(page.GetProperty("items").EnumerateArray().Select(seat => seat.GetProperty("seatNumber").GetString()!));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            await between();
        }

        return walked;
    }

    private async Task<string?> CacheControlAsync(string target)
    {
        using var answer = await seats.Client.GetAsync(new Uri(target, UriKind.Relative));
        return answer.Headers.NonValidated.TryGetValues("Cache-Control", out var said) ? said.ToString() : null;
    }
}
