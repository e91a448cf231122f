using System.Net;
using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>The walk of other services through all events.</summary>
public sealed class EventWalkTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task A_walk_meets_every_event_once_in_the_order_of_ids_as_its_last_message_says(int size)
    {
        await using var database = await TestPostgres.CreateAsync();
        await using var own = EventCoreApp.Start(database);
        var user = await own.Http.RegisterAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await own.Http.CreateEventAsync(user)).GetProperty("id").GetGuid());
        }

        using var patch = await own.Http.PatchEventAsync(user, ids[2], new { title = "Other", description = "Two\nlines" });
        await patch.ReadAsync(HttpStatusCode.OK);
        using var cancel = await own.Http.SendAsync(HttpMethod.Post, $"/api/v1/event/{ids[4]}/cancel", user);
        await cancel.ReadAsync(HttpStatusCode.Accepted);

        var walked = await WalkAsync(own, size);

        Assert.Equal(ids.Order(), walked.Select(message => message.EventId));
        foreach (var message in walked)
        {
            var last = (await own.MessagesAsync(message.EventId)).MaxBy(told => told.Version)!;
            Assert.Equal(Json(last), Json(message));
        }
    }

    [Fact]
    public async Task Behind_the_last_event_there_is_nothing()
    {
        await app.Http.CreateEventAsync(await app.Http.RegisterAsync());

        using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/internal/events?after={Guid.AllBitsSet}");

        Assert.Empty((await answer.ReadAsync(HttpStatusCode.OK)).EnumerateArray());
    }

    [Theory]
    [InlineData("size=0", "invalid-request")]
    [InlineData("size=501", "invalid-request")]
    [InlineData("size=x", "invalid-request")]
    [InlineData("after=x", "bad-request")]
    public async Task A_step_that_makes_no_sense_is_400(string query, string slug)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Get, "/internal/events?" + query);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, slug);
    }

    private static async Task<List<EventMessage>> WalkAsync(EventCoreApp app, int size)
    {
        var walked = new List<EventMessage>();
        int count;
        do
        {
            var after = walked.Count == 0 ? "" : $"&after={walked[^1].EventId}";
            using var answer = await app.Http.SendAsync(HttpMethod.Get, $"/internal/events?size={size}{after}");
            var step = await answer.ReadAsync(HttpStatusCode.OK);
            walked.AddRange(step.EnumerateArray().Select(item => item.Deserialize(ContractsJson.Default.EventMessage)!));
            count = step.GetArrayLength();
        }
        while (count == size);

        return walked;
    }

    private static string Json(EventMessage message) => JsonSerializer.Serialize(message, ContractsJson.Default.EventMessage);
}
