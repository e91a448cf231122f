using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Launched;

[Collection(nameof(LaunchedCollection))]
public sealed class Replay(LocalSystem system)
{
    private static readonly (string Topic, string App, int SidecarPort)[] Subscriptions =
    [
        ("event.public.tbl_event_outbox", "seats", 3504),
        ("event.public.tbl_booking_outbox", "seats", 3504),
        ("event.public.tbl_event_outbox", "booking", 3502),
        ("event.public.tbl_seat_outbox", "event-core", 3501),
        ("event.public.tbl_event_outbox", "search", 3503),
        ("event.public.tbl_seat_outbox", "search", 3503),
    ];

    [Fact]
    public async Task Reading_every_topic_again_from_the_start_changes_nothing()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync(rows: 2);
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(system);
        var paid = await buyer.HoldSeatsAsync(eventId, "A1", "A2");
        await buyer.PayAsync(await buyer.CheckOutAsync(paid));
        await buyer.HoldSeatsAsync(eventId, "B1");
        await buyer.UntilSeatIsAsync(eventId, "A2", "BOOKED");
        await buyer.UntilSeatIsAsync(eventId, "B1", "HELD");
        await Eventually.EqualsAsync(17, async () => (await buyer.GetAsync($"/search/events/{eventId}")).Success().Body.GetProperty("availableSeats").GetInt32());
        await UntilAllIsReadAsync();
        var before = await StateAsync(buyer, eventId);

        foreach (var (topic, app, port) in Subscriptions)
        {
            await RewindAsync(topic, app, port);
        }

        await UntilAllIsReadAsync();
        Assert.Equal(before, await StateAsync(buyer, eventId));
    }

    /// <summary>The app stands still meanwhile, so that there is something to see: all its messages are pending again.</summary>
    private async Task RewindAsync(string topic, string app, int sidecarPort)
    {
        await system.CommandAsync("pause", app);
        try
        {
            using var answer = await SendAsync(sidecarPort, HttpMethod.Post, $"pubsub/topics/{topic}/groups/{app}/rewind");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.True(await PendingAsync(group => group.GetProperty("group").GetString() == app && group.GetProperty("topic").GetString() == topic) > 0);
        }
        finally
        {
            await system.CommandAsync("resume", app);
        }
    }

    private Task UntilAllIsReadAsync() => Eventually.EqualsAsync(0L, () => PendingAsync(_ => true));

    private async Task<long> PendingAsync(Func<JsonElement, bool> counts)
    {
        using var answer = await SendAsync(3504, HttpMethod.Get, "lag");
        var lag = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return lag.GetProperty("groups").EnumerateArray().Where(counts).Sum(group => group.GetProperty("pending").GetInt64());
    }

    private async Task<HttpResponseMessage> SendAsync(int sidecarPort, HttpMethod method, string path)
    {
        using var sidecar = system.Client(sidecarPort);
        using var request = new HttpRequestMessage(method, "/local/v1/pubsub/" + path);
        request.Headers.Add("dapr-api-token", system.DaprApiToken);
        return await sidecar.SendAsync(request);
    }

    private static async Task<string> StateAsync(PayingBuyer buyer, Guid eventId) =>
        (await buyer.GetAsync($"/seat/seats?eventId={eventId}&size=200")).Success().Body + "\n"
        + (await buyer.GetAsync($"/event/generated/{eventId}")).Success().Body + "\n"
        + (await buyer.GetAsync($"/search/events/{eventId}")).Success().Body + "\n"
        + (await buyer.GetAsync("/booking/bookings")).Success().Body;
}
