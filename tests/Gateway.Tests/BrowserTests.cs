using System.Net;
using Microsoft.AspNetCore.Http;
using TicketBooking.Gateway.Security;
using TicketBooking.Platform;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>What browsers are told, and pages of other origins may do.</summary>
public sealed class BrowserTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string Event = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";
    private const string Shop = "https://shop.example";

    private static readonly (string Name, string Value)[] TwoOrigins = [("Gateway:AllowedOrigins:0", Shop), ("Gateway:AllowedOrigins:1", "http://localhost:5173")];

    [Theory]
    [InlineData("GET", Event, 200)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/api/v1/booking/bookings", 401)]
    [InlineData("PUT", Event, 405)]
    [InlineData("GET", "/nowhere?q=%00", 400)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/api/v1/search/suggest", 503)]
    [InlineData("GET", "/api/v1/search/events", 500)]
    public async Task Every_answer_tells_browsers_to_trust_it_with_nothing(string method, string path, int status)
    {
        gateway.Sidecar.Service = context => context.Request.Path.Value switch
        {
            "/api/v1/search/suggest" => Task.Run(() => context.Response.StatusCode = StatusCodes.Status500InternalServerError),
            "/api/v1/search/events" => Problem.Of(StatusCodes.Status500InternalServerError, "internal-error", "Broken.").ExecuteAsync(context),
            _ => Task.CompletedTask,
        };
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.Equal(["default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Empty(answer.Headers.Server);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_page_of_the_documentation_runs_its_own_scripts_only_and_has_none_inside()
    {
        using var answer = await gateway.Client.GetAsync(new Uri("/docs/index.html", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal([SecurityHeaders.ForDocs], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", SecurityHeaders.ForDocs, StringComparison.Ordinal);
        Assert.DoesNotContain("http", SecurityHeaders.ForDocs, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|//[a-z]", page);
    }

    [Fact]
    public async Task What_a_service_says_of_its_server_stays_inside()
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.Headers.Server = "daprd";
            context.Response.Headers["X-Powered-By"] = "things";
            return Task.CompletedTask;
        };

        using var answer = await gateway.Client.GetAsync(new Uri(Event, UriKind.Relative));

        Assert.Empty(answer.Headers.Server);
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Theory]
    [InlineData("127.0.0.1/32", "https", "tickets.example", true)]
    [InlineData("127.0.0.1/32", "http", "tickets.example", false)]
    [InlineData("127.0.0.1/32", "https", "localhost", false)]
    [InlineData("10.0.0.0/8", "https", "tickets.example", false)]
    public async Task TLS_is_demanded_where_a_trusted_proxy_says_that_there_is_TLS(string proxies, string scheme, string host, bool demanded)
    {
        await using var behind = TestGateway.Boot(gateway.Sidecar.Port, TimeProvider.System, ("Gateway:TrustedProxies:0", proxies));
        using var client = behind.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere")
        {
            Headers = { { "X-Forwarded-For", "1.2.3.4" }, { "X-Forwarded-Proto", scheme }, { "Host", host } },
        };

        using var answer = await client.SendAsync(request);

        Assert.Equal(demanded, answer.Headers.TryGetValues("Strict-Transport-Security", out var values) && values.Single() == "max-age=31536000");
    }

    [Theory]
    [InlineData(Event, 200)]
    [InlineData("/api/v1/booking/bookings", 401)]
    [InlineData("/nowhere", 404)]
    public async Task A_page_of_an_allowed_origin_reads_answers_and_refusals(string path, int status)
    {
        gateway.Sidecar.Service = _ => Task.CompletedTask;
        await using var open = TestGateway.Boot(gateway.Sidecar.Port, TimeProvider.System, TwoOrigins);
        using var client = open.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", Shop } } };

        using var answer = await client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal([Shop], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.Equal("ETag,Retry-After,RateLimit,RateLimit-Policy,X-Correlation-Id,Location", Assert.Single(answer.Headers.GetValues("Access-Control-Expose-Headers")));
        Assert.Equal("Origin", Assert.Single(answer.Headers.Vary));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://shop.example.evil.example")]
    [InlineData("http://shop.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_page_of_another_origin_reads_nothing_and_caches_tell_the_two_apart(string? origin)
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.Headers.Vary = "Accept-Encoding";
            return Task.CompletedTask;
        };
        await using var open = TestGateway.Boot(gateway.Sidecar.Port, TimeProvider.System, TwoOrigins);
        using var client = open.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Event);
        request.Headers.TryAddWithoutValidation("Origin", origin);

        using var answer = await client.SendAsync(request);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(["Accept-Encoding", "Origin"], answer.Headers.Vary.Order());
    }

    [Fact]
    public async Task A_preflight_is_answered_here_and_costs_a_token()
    {
        await using var sidecar = await ScriptedSidecar.StartAsync();
        await using var open = TestGateway.Boot(
            sidecar.Port, TimeProvider.System, [.. TwoOrigins, ("Limits:Scale", "1"), ("Limits:Other:Burst", "2"), ("Limits:Other:PerSecond", "0.01")]);
        using var client = open.NewClient();

        using var first = await PreflightAsync(client, "/api/v1/booking/holds", Shop);
        using var stranger = await PreflightAsync(client, "/api/v1/booking/holds", "https://evil.example");
        using var third = await PreflightAsync(client, "/api/v1/booking/holds", Shop);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal([Shop], first.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal("3600", first.Headers.GetValues("Access-Control-Max-Age").Single());
        Assert.Contains("PATCH", first.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", first.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.False(stranger.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Empty(sidecar.Calls);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("shop.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://shop.example/path")]
    [InlineData("ftp://shop.example")]
    public Task An_origin_that_is_none_is_refused_at_start(string origin) => TestGateway.RefusesToStartAsync("Gateway:AllowedOrigins:0", origin);

    private static async Task<HttpResponseMessage> PreflightAsync(HttpClient client, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,content-type,idempotency-key" } },
        };
        return await client.SendAsync(request);
    }
}
