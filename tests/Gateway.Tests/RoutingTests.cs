using System.Net;
using System.Text.Json;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

public sealed class RoutingTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Theory]
    [InlineData("GET", "/.well-known/openid-configuration", "event-core")]
    [InlineData("POST", "/api/v1/auth/login", "event-core")]
    [InlineData("GET", "/api/v1/venue/venues?page=1", "event-core")]
    [InlineData("GET", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "event-core")]
    [InlineData("GET", "/api/v1/admin/events", "event-core")]
    [InlineData("POST", "/api/v1/booking/webhook/stripe", "booking")]
    [InlineData("GET", "/api/v1/seat/seats?eventId=1", "seats")]
    [InlineData("GET", "/api/v1/search/events?q=Beyonc%C3%A9+%22live%22&city=K%C3%B6ln&sort=startsAt:asc&cursor=", "search")]
    [InlineData("GET", "/api/v1/search/suggest?q=%D0%A9&size=5", "search")]
    [InlineData("GET", "/api/v1/search/events/0199d3c4-5b1e-7c3a-9f00-000000000001", "search")]
    public async Task Every_public_route_reaches_the_service_that_owns_it(string method, string target, string appId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), target);
        request.Headers.Authorization = new("Bearer", TestTokens.Issue(role: "ADMIN"));

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"{method} {appId} {target}", gateway.Sidecar.Calls);
    }

    [Fact]
    public async Task Keys_are_public()
    {
        using var answer = await gateway.Client.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));

        Assert.Equal(TestTokens.KeySet, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/internal/live/0199")]
    [InlineData("/internal/events?after=0199")]
    [InlineData("/internal/availability")]
    [InlineData("/subscriptions/event-changes")]
    [InlineData("/dapr/subscribe")]
    [InlineData("/v1.0/invoke/seats/method/internal/live/0199")]
    [InlineData("/v1.0/invoke/event-core/method/internal/events")]
    [InlineData("/v1.0/metadata")]
    [InlineData("/api/v1/eventual")]
    [InlineData("/api/v1/search")]
    [InlineData("/api/v1/search/events/0199d3c4-5b1e-7c3a-9f00-000000000001/more")]
    [InlineData("/api/v1/event/../../../internal/live/0199")]
    [InlineData("/api/v1/event/%2e%2e/%2e%2e/%2e%2e/internal/live/0199")]
    [InlineData("/api/v1/event/..%2f..%2f..%2finternal/live/0199")]
    [InlineData("/api/v1/event/%252e%252e/%252e%252e/%252e%252e/internal/live/0199")]
    [InlineData("/api/v1/event/..%5c..%5c..%5cinternal/live/0199")]
    [InlineData("/api/v1/event//internal")]
    [InlineData("/api/v1/search/events/..%2f..%2f..%2f..%2finternal/events")]
    [InlineData("/api/v1/event/a%3Fb")]
    [InlineData("/api/v1/event/a%0D%0Ab")]
    public async Task What_is_not_public_is_not_found_however_it_is_written(string target)
    {
        var answer = await gateway.Raw.SendAsync(target);

        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("urn:ticket-booking:problem:not-found", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.Contains("internal", StringComparison.Ordinal) || call.EndsWith('b'));
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task An_unused_method_is_refused_with_a_problem(string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001");

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("urn:ticket-booking:problem:method-not-allowed", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Health_is_answered_by_the_gateway_itself()
    {
        using var answer = await gateway.Client.GetAsync(new Uri("/health/live", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
