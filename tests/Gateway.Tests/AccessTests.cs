using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>Who may pass, decided by method and path.</summary>
public sealed class AccessTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Fact]
    public async Task S2_16_a_path_that_is_open_to_read_is_not_open_to_change()
    {
        using var read = await AskAsync("GET", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000216", null);
        using var change = await AskAsync("PATCH", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000216", null);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await AssertRefusedAsync(change, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.StartsWith("PATCH", StringComparison.Ordinal) && call.EndsWith("0199d3c4-5b1e-7c3a-9f00-000000000216", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_route_that_is_not_open_needs_a_token_and_administration_the_role()
    {
        foreach (var route in PublicRoutes.Table.Where(route => route.Access != Access.Open))
        {
            var path = Regex.Replace(route.Path, @"\{\w+\}", "0199d3c4-5b1e-7c3a-9f00-000000000001");
            using var anonymous = await AskAsync(route.Method, path, null);
            using var user = await AskAsync(route.Method, path, TestTokens.Issue());
            using var admin = await AskAsync(route.Method, path, TestTokens.Issue(role: "ADMIN"));

            Assert.Equal((route.Name, HttpStatusCode.Unauthorized), (route.Name, anonymous.StatusCode));
            Assert.Equal((route.Name, route.Access == Access.Admin ? HttpStatusCode.Forbidden : HttpStatusCode.OK), (route.Name, user.StatusCode));
            Assert.Equal((route.Name, HttpStatusCode.OK), (route.Name, admin.StatusCode));
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("OPTIONS", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("OPTIONS", "/api/v1/auth/login")]
    public async Task S1_12_no_page_of_another_origin_may_read_an_answer(string method, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path)
        {
            Headers = { { "Origin", "https://elsewhere.test" }, { "Access-Control-Request-Method", "POST" } },
        };

        using var answer = await gateway.Client.SendAsync(request);

        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Only_these_routes_are_open()
    {
        // A second list on purpose: a route is opened by saying so twice.
        string[] open =
        [
            "GET /.well-known/jwks.json", "GET /.well-known/openid-configuration",
            "POST /api/v1/auth/create", "POST /api/v1/auth/login", "POST /api/v1/auth/refresh", "POST /api/v1/auth/logout",
            "GET /api/v1/event/{id}",
            "GET /api/v1/seat/seats", "GET /api/v1/seat/availableSeats", "GET /api/v1/seat/map/{eventId}", "GET /api/v1/seat/{id}",
            "POST /api/v1/booking/webhook/stripe", "POST /api/v1/booking/webhook/payment_successful", "POST /api/v1/booking/webhook/payment_failed",
            "GET /api/v1/search/events", "GET /api/v1/search/suggest", "GET /api/v1/search/events/{id}",
            "GET /api/events/{id}", "GET /api/search/events",
        ];

        Assert.Equal(open, PublicRoutes.Table.Where(route => route.Access == Access.Open).Select(route => route.Name));
        using var answer = await AskAsync("GET", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public static TheoryData<string, string> BadTokens => new()
    {
        { "expired", TestTokens.Issue(change: token => token.Expires -= TimeSpan.FromMinutes(11)) },
        { "for another audience", TestTokens.Issue(change: token => token.Audience = "another-api") },
        { "of an unknown key", TestTokens.Issue(change: token => token.SigningCredentials = TestTokens.SignedBy(TestTokens.NewKey("unknown"))) },
        { "of another key with our key's id", TestTokens.Issue(change: token => token.SigningCredentials = TestTokens.SignedBy(TestTokens.NewKey())) },
        { "unsigned", TestTokens.WithoutSignature() },
        { "no token at all", "x" },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_does_not_hold_is_refused_and_goes_no_further(string flaw, string token)
    {
        using var answer = await AskAsync("GET", $"/api/v1/booking/bookings?flaw={flaw.Replace(' ', '-')}", token);

        await AssertRefusedAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.Contains(flaw.Replace(' ', '-'), StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_no_keys_can_be_had_a_token_is_503_and_open_routes_work()
    {
        await using var sidecar = await ScriptedSidecar.StartAsync();
        sidecar.HasKeys = false;
        sidecar.Service = context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.EndsWith("jwks.json", StringComparison.Ordinal) ? 500 : 200;
            return Task.CompletedTask;
        };
        await using var alone = TestGateway.Boot(sidecar.Port, TimeProvider.System);
        using var client = alone.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.Issue());

        using var closed = await client.GetAsync(new Uri("/api/v1/booking/bookings", UriKind.Relative));
        using var open = await client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative));
        sidecar.HasKeys = true;
        using var later = await client.GetAsync(new Uri("/api/v1/booking/bookings", UriKind.Relative));

        await AssertRefusedAsync(closed, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(closed.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(string method, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await gateway.Client.SendAsync(request);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string slug)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:" + slug, problem.GetProperty("type").GetString());
    }
}
