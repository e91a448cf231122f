using System.Net;
using System.Text.Json;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class SidecarTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Theory]
    [InlineData("GET", "/internal/live/0199d3c4-5b1e-7c3a-9f00-000000000009")]
    [InlineData("GET", "/api/v1/seat/0199d3c4-5b1e-7c3a-9f00-000000000009")]
    [InlineData("POST", "/subscriptions/event-changes")]
    [InlineData("POST", "/subscriptions/booking-changes")]
    [InlineData("GET", "/dapr/subscribe")]
    public async Task Only_the_sidecar_gets_in(string method, string target)
    {
        using var stranger = new HttpClient { BaseAddress = seats.Client.BaseAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), target) { Headers = { { "dapr-api-token", "guessed" } } };

        using var answer = await stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Both_topics_are_subscribed_and_so_is_the_dead_letter()
    {
        var subscriptions = await seats.GetAsync("/dapr/subscribe");

        Assert.Equal(
            ["event.deadletter.seats -> /subscriptions/dead-letters", "event.public.tbl_booking_outbox -> /subscriptions/booking-changes",
                "event.public.tbl_event_outbox -> /subscriptions/event-changes"],
            subscriptions.EnumerateArray().Select(s => $"{s.GetProperty("topic")} -> {RouteOf(s)}").Order());
    }

    private static string RouteOf(JsonElement subscription)
    {
        var route = subscription.TryGetProperty("route", out var single)
            ? single.GetString()!
            : subscription.GetProperty("routes").GetProperty("default").GetString()!;
        return "/" + route.TrimStart('/');
    }
}
