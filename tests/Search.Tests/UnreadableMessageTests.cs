using System.Text.Json;
using System.Text.Json.Nodes;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests;

/// <summary>A message without a document goes to the dead letter, and the good ones beside it are applied.</summary>
public sealed class UnreadableMessageTests(TestSearch search) : IClassFixture<TestSearch>
{
    [Theory]
    [InlineData("eventId", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("version", "0")]
    [InlineData("status", "\"POSTPONED\"")]
    [InlineData("title", "null")]
    [InlineData("venue", "null")]
    [InlineData("venue", "{\"id\":\"01a21988-06cf-7c08-af18-a57e8cda7992\"}")]
    [InlineData("currency", "null")]
    [InlineData("language", "null")]
    [InlineData("sections", "[]")]
    [InlineData("sections", "null")]
    [InlineData("sections", "[null]")]
    public async Task It_holds_up_no_other(string field, string value)
    {
        var good = Event($"Good beside {field} {value}");
        var bad = JsonSerializer.SerializeToNode(Event("Bad"), ContractsJson.Default.EventMessage)!;
        bad[field] = JsonNode.Parse(value);

        using var answer = await SidecarDelivery.PostAsync(
            search.Client, "event-changes", OutboxRow.ChangeOf(bad.ToJsonString(), MessageTypes.EventUpdated), OutboxRow.ChangeOf(good));

        Assert.Equal(["DROP", "SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
        Assert.Equal(good.Title, (await search.GetAsync($"/api/v1/search/events/{good.EventId}")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_message_that_the_database_refuses_is_parked()
    {
        using var answer = await SidecarDelivery.PostAsync(
            search.Client, "event-changes", OutboxRow.ChangeOf(Event("NUL \0 in a text")), OutboxRow.ChangeOf(Event("Good one")));

        Assert.Equal(["SUCCESS", "SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
        await using var command = search.Database.CreateCommand("SELECT count(*) FROM tbl_parked_message");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        Assert.Equal(["Good one"], await search.TitlesAsync("q=good one&size=1"));
    }
}
