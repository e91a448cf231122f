using System.Net;
using System.Text.Json;
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

        Assert.Equal((id, 1, "SCHEDULED", "Concert", "EUR", 8, 600, user.Id), (
            message.EventId,
            message.Version,
            message.Status,
            message.Title,
            message.Currency,
            message.MaxSeatsPerBooking,
            message.HoldSeconds,
            message.CreatedBy));
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
            new Guid("018f0000-0000-7000-8000-000000000003"));
        var golden = JsonElement.Parse(Golden.Read("EventCore.Tests", "event-message"));

        var written = JsonSerializer.SerializeToElement(message, ContractsJson.Default.EventMessage);

        Assert.True(JsonElement.DeepEquals(golden, written), written.ToString());
        var read = golden.Deserialize(ContractsJson.Default.EventMessage);
        Assert.True(JsonElement.DeepEquals(golden, JsonSerializer.SerializeToElement(read, ContractsJson.Default.EventMessage!)));
    }
}
