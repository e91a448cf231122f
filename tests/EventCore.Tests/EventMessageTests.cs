using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class EventMessageTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Creating_an_event_announces_all_of_it()
    {
        var user = await app.Http.RegisterAsync();
        var created = await app.Http.CreateEventAsync(user);
        var id = created.GetProperty("id").GetGuid();

        var message = Assert.Single(await app.MessagesAsync(id));

        Assert.Equal((id, 1, "SCHEDULED", "Concert", "EUR", 8, 600, user.Id, "en"), (
            message.EventId,
            message.Version,
            message.Status,
            message.Title,
            message.Currency,
            message.MaxSeatsPerBooking,
            message.HoldSeconds,
            message.CreatedBy,
            message.Language));
        Assert.Equal(new EventVenue(created.GetProperty("venue").GetProperty("id").GetGuid(), "Town Hall", "Springfield"), message.Venue);
        var section = Assert.Single(message.Sections);
        Assert.Equal(("Floor", 2, 3, 4500L), (section.Name, section.Rows, section.SeatsPerRow, section.PriceMinor));
        Assert.Equal(["A1"], section.Accessible);
        Assert.Equal(1L, await app.CountAsync(
            """
            SELECT count(*) FROM tbl_event_outbox
            WHERE aggregate_type = 'event' AND aggregate_id = $1::uuid::text AND type = 'event.created'
            """,
            id));
    }

    [Fact]
    public async Task A_message_keeps_the_sections_that_the_event_was_created_with()
    {
        var user = await app.Http.RegisterAsync();
        var created = await app.Http.CreateEventAsync(user);
        var id = created.GetProperty("id").GetGuid();
        await app.CountAsync(
            """
            WITH other AS (
                UPDATE tbl_venue SET sections = '[{"name":"New","rows":9,"seatsPerRow":9,"accessible":[]}]' WHERE id = $1 RETURNING 1)
            SELECT count(*) FROM other
            """,
            created.GetProperty("venue").GetProperty("id").GetGuid());

        using var patch = await app.Http.PatchEventAsync(user, id, new { title = "Other" });

        await patch.ReadAsync(HttpStatusCode.OK);
        var messages = await app.MessagesAsync(id);
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message => Assert.Equal("Floor", Assert.Single(message.Sections).Name));
    }

    /// <summary>Every text, number and list of the event and its venue is as long as it may be.</summary>
    [Fact]
    public async Task The_largest_message_leaves_room_in_an_outbox_row_of_256_KB()
    {
        const int Sections = 500;
        var user = await app.Http.RegisterAsync();
        var labels = Enumerable.Range(100_001, 2_000).Select(number => $"A{number}").ToArray();
        using var venue = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/venue/create", user, new
        {
            name = Longest(200),
            address = Longest(300),
            city = Longest(100),
            sections = Enumerable.Range(0, Sections).Select(i => i == 0
                ? new { name = SectionName(i), rows = 1, seatsPerRow = 200_001 - Sections, accessible = labels }
                : new { name = SectionName(i), rows = 1, seatsPerRow = 1, accessible = Array.Empty<string>() }),
        });
        var body = Api.Event((await venue.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid());
        body["title"] = Longest(200);
        body["description"] = Longest(5_000);
        body["category"] = Longest(60);
        body["prices"] = Enumerable.Range(0, Sections).Select(i => new { section = SectionName(i), priceMinor = 99_999_999 });

        using var created = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, body);

        var id = (await created.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var bytes = await app.CountAsync("SELECT octet_length(payload::text)::bigint FROM tbl_event_outbox WHERE aggregate_id = $1", id.ToString());
        Assert.InRange(bytes, 150_000, 256 * 1024 - 1);
        Assert.Equal(200_000, Assert.Single(await app.MessagesAsync(id)).Sections.Sum(section => section.Rows * section.SeatsPerRow));
    }

    /// <summary>What subscribers of any version read. A change of this file is a change of the contract.</summary>
    [Fact]
    public async Task The_message_looks_as_the_golden_file_says()
    {
        var message = new EventMessage(
            new Guid("018f0000-0000-7000-8000-000000000001"),
            3,
            EventStatuses.Scheduled,
            "Concert",
            "Two\nlines",
            "Music",
            new EventVenue(new Guid("018f0000-0000-7000-8000-000000000002"), "Town Hall", "Springfield"),
            new DateTimeOffset(2090, 5, 1, 20, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2090, 5, 1, 23, 0, 0, TimeSpan.Zero),
            null,
            "EUR",
            8,
            600,
            [new EventSection("Floor", 2, 3, ["A1"], 4500), new EventSection("Balcony", 1, 10, [], 2500)],
            new Guid("018f0000-0000-7000-8000-000000000003"),
            "nl",
            "Europe/Amsterdam",
            NoSingleSeats: true);
        var golden = JsonElement.Parse(Golden.Read("EventCore.Tests", "event-message"));

        var written = JsonSerializer.SerializeToElement(message, ContractsJson.Default.EventMessage);

        Assert.True(JsonElement.DeepEquals(golden, written), written.ToString());
        var read = golden.Deserialize(ContractsJson.Default.EventMessage);
        Assert.True(JsonElement.DeepEquals(golden, JsonSerializer.SerializeToElement(read, ContractsJson.Default.EventMessage!)));
    }

    [Fact]
    public void A_message_that_was_written_before_events_had_a_language_and_a_time_zone_is_read_as_english_and_utc()
    {
        var old = JsonNode.Parse(Golden.Read("EventCore.Tests", "event-message"))!.AsObject();
        old.Remove("language");
        old.Remove("timeZone");

        var read = old.Deserialize(ContractsJson.Default.EventMessage)!;
        Assert.Equal(("en", "UTC"), (read.Language, read.TimeZone));
    }

    [Fact]
    public void A_message_that_was_written_before_events_could_refuse_single_seats_allows_them()
    {
        var old = JsonNode.Parse(Golden.Read("EventCore.Tests", "event-message"))!.AsObject();
        old.Remove("noSingleSeats");

        Assert.False(old.Deserialize(ContractsJson.Default.EventMessage)!.NoSingleSeats);
    }

    [Fact]
    public async Task An_event_that_refuses_single_seats_says_so_in_its_answer_and_its_message()
    {
        var user = await app.Http.RegisterAsync();
        var body = Api.Event(await app.Http.CreateVenueAsync(user));
        body["noSingleSeats"] = true;
        using var created = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, body);
        var id = (await created.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();

        using var answer = await app.Http.GetAsync(new Uri($"/api/v1/event/{id}", UriKind.Relative));

        Assert.True((await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("noSingleSeats").GetBoolean());
        Assert.True(Assert.Single(await app.MessagesAsync(id)).NoSingleSeats);
    }

    /// <summary>Of the characters that a text may have, these take the most bytes.</summary>
    private static string Longest(int length) => new('界', length);

    private static string SectionName(int i) => Longest(59) + (char)('一' + i);
}
