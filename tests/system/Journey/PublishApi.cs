using System.Net.Http.Json;
using System.Text.Json;
using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Journey;

/// <summary>The API document of the whole system, as the gateway makes it of what the services say.</summary>
[Collection(nameof(JourneyCollection))]
public sealed class PublishApi(SystemFixture fixture)
{
    /// <summary>docs/api.md, as far as it is served.</summary>
    private static readonly string[] Served =
    [
        "get /.well-known/jwks.json", "get /.well-known/openid-configuration",
        "post /api/v1/auth/create", "post /api/v1/auth/login", "post /api/v1/auth/refresh", "post /api/v1/auth/logout",
        "post /api/v1/venue/create", "get /api/v1/venue/{id}", "get /api/v1/venue/venues",
        "post /api/v1/event/create", "get /api/v1/event/{id}", "patch /api/v1/event/{id}", "get /api/v1/event/events",
        "get /api/v1/event/generated/{id}", "post /api/v1/event/{id}/cancel",
        "post /api/v1/admin/ban/user/{id}", "post /api/v1/admin/unban/user/{id}", "get /api/v1/admin/search/user",
        "get /api/v1/admin/events", "get /api/v1/admin/venues", "delete /api/v1/admin/del/event/{id}", "delete /api/v1/admin/del/venue/{id}",
        "get /api/v1/seat/{id}", "get /api/v1/seat/availableSeats", "get /api/v1/seat/seats", "get /api/v1/seat/map/{eventId}",
        "get /api/v1/seat/sse/events/{eventId}/seats",
        "post /api/v1/booking/holds", "delete /api/v1/booking/holds/{holdId}", "post /api/v1/booking/book_seat", "post /api/v1/booking/confirm",
        "get /api/v1/booking/bookings", "get /api/v1/booking/bookings/{id}", "post /api/v1/booking/bookings/{id}/cancel",
        "get /api/v1/booking/events/{eventId}/cancellation",
        "post /api/v1/booking/webhook/stripe", "post /api/v1/booking/webhook/payment_successful", "post /api/v1/booking/webhook/payment_failed",
        "get /api/v1/search/events", "get /api/v1/search/suggest", "get /api/v1/search/events/{id}",
        "post /bookings/holds", "delete /bookings/holds/{holdId}", "post /bookings/confirm", "get /bookings/events/{eventId}/snapshot",
        "get /sse/events/{eventId}/seats", "post /api/events", "get /api/events", "get /api/events/{id}", "patch /api/events/{id}",
        "get /api/search/events",
    ];

    [Fact]
    public async Task Every_route_that_is_served_is_described_and_nothing_internal_is()
    {
        var document = await fixture.System.Gateway.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}")).ToList();
        Assert.Empty(Served.Except(described));
        Assert.DoesNotContain(described, operation => operation.Contains("internal", StringComparison.Ordinal) || operation.Contains("subscri", StringComparison.Ordinal));
    }
}
