using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using TicketBooking.Platform;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

public sealed class PassingOnTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private Dictionary<string, string> _heard = [];

    [Theory]
    [InlineData("GET", "/api/v1/event/events")]
    [InlineData("POST", "/api/v1/event/create")]
    [InlineData("PATCH", "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    [InlineData("DELETE", "/api/v1/booking/holds/0199d3c4-5b1e-7c3a-9f00-000000000001")]
    public async Task Method_path_and_query_arrive_as_they_were_sent(string method, string path)
    {
        var target = path + "?q=a%2Fb%20c+d&&x=%E2%82%AC&y=%zz&z=../..&page=0";
        gateway.Sidecar.Service = _ => Task.CompletedTask;
        using var connection = await gateway.Raw.OpenAsync(
            $"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TestTokens.Issue()}\r\nContent-Length: 0\r\n\r\n");
        using var reader = new StreamReader(connection.GetStream());

        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Contains(gateway.Sidecar.Calls, call => call.StartsWith(method, StringComparison.Ordinal) && call.EndsWith(" " + target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_signed_webhook_arrives_byte_for_byte(int size)
    {
        byte[] sent = [.. RandomNumberGenerator.GetBytes(size).Select(value => (byte)(0x20 + (value & 0x3F)))];
        byte[]? received = null;
        gateway.Sidecar.Service = async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
            _heard = HeadersOf(context);
        };
        using var content = new ByteArrayContent(sent) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8") } };
        content.Headers.Add("Stripe-Signature", "t=1,v1=abc,v0=def");

        using var answer = await gateway.Client.PostAsync(new Uri("/api/v1/booking/webhook/stripe", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(sent, received);
        Assert.Equal("application/json; charset=utf-8", _heard["Content-Type"]);
        Assert.Equal($"{size}", _heard["Content-Length"]);
        Assert.Equal("t=1,v1=abc,v0=def", _heard["Stripe-Signature"]);
    }

    [Fact]
    public async Task A_client_cannot_speak_for_the_gateway_the_sidecar_or_another_user()
    {
        gateway.Sidecar.Service = ListenAsync;

        await gateway.Raw.SendAsync(
            "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001",
            "X-User-Id: 42",
            "X-User-Role: ADMIN",
            "X-Auth-Request-User: 42",
            "X-Real-IP: 6.6.6.6",
            "True-Client-IP: 6.6.6.6",
            "X-HTTP-Method-Override: DELETE",
            "X-Original-URL: /internal/live/1",
            "dapr-app-id: booking",
            "dapr-api-token: guessed",
            "Dapr-Caller-App-Id: booking",
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Host: evil.example",
            "Forwarded: for=6.6.6.6",
            "Authorization: Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("dapr-app-id:booking")),
            "Keep-Alive: 5",
            "TE: trailers",
            "X-Kept: yes");

        Assert.Equal("yes", _heard["X-Kept"]);
        Assert.Equal(TestGateway.SidecarToken, _heard["dapr-api-token"]);
        Assert.Equal("event-core", _heard["dapr-app-id"]);
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(_heard["X-Forwarded-For"])));
        Assert.Empty(_heard.Keys.Intersect(
            [
                "X-User-Id", "X-User-Role", "X-Auth-Request-User", "X-Real-IP", "True-Client-IP", "X-HTTP-Method-Override", "X-Original-URL",
                "dapr-caller-app-id", "X-Forwarded-Host", "Forwarded", "Authorization", "Keep-Alive", "TE",
            ],
            StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_header_that_the_connection_header_names_ends_here()
    {
        gateway.Sidecar.Service = ListenAsync;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001")
        {
            Headers = { { "Connection", "X-Of-This-Hop, X-Other" }, { "X-Of-This-Hop", "1" }, { "X-Other", "1" }, { "X-Kept", "yes" } },
        };

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal("yes", _heard["X-Kept"]);
        Assert.False(_heard.ContainsKey("X-Of-This-Hop") || _heard.ContainsKey("X-Other"));
    }

    [Fact]
    public async Task A_bearer_token_cookies_and_conditions_are_passed_on()
    {
        gateway.Sidecar.Service = ListenAsync;

        await gateway.Raw.SendAsync(
            "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "Authorization: Bearer a.b.c", "Cookie: refresh_token=abc; other=1", "If-None-Match: \"7\"", "Idempotency-Key: k");

        Assert.Equal("Bearer a.b.c", _heard["Authorization"]);
        Assert.Equal("refresh_token=abc; other=1", _heard["Cookie"]);
        Assert.Equal("\"7\"", _heard["If-None-Match"]);
        Assert.Equal("k", _heard["Idempotency-Key"]);
    }

    [Fact]
    public async Task Status_headers_and_body_of_the_answer_come_back()
    {
        gateway.Sidecar.Service = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers.SetCookie = new(["a=1; HttpOnly", "b=2; Path=/api/v1/auth"]);
            context.Response.Headers.ETag = "\"7\"";
            context.Response.Headers["dapr-inside"] = "1";
            context.Response.Headers.Connection = "X-Of-This-Hop";
            context.Response.Headers["X-Of-This-Hop"] = "1";
            await context.Response.WriteAsync("moved");
        };

        using var answer = await gateway.Client.GetAsync(new Uri("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/elsewhere", answer.Headers.Location?.ToString());
        Assert.Equal(["a=1; HttpOnly", "b=2; Path=/api/v1/auth"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal("\"7\"", answer.Headers.ETag?.ToString());
        Assert.False(answer.Headers.Contains("dapr-inside") || answer.Headers.Contains("X-Of-This-Hop"));
        Assert.Equal("moved", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(304)]
    public async Task What_caches_are_told_comes_back_as_the_service_says_it(int status)
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.CacheControl = PublicCache.CacheControl;
            context.Response.Headers.ETag = "W/\"7\"";
            context.Response.Headers.Vary = "Accept-Encoding";
            return ListenAsync(context);
        };

        var answer = await gateway.Raw.SendAsync("/api/v1/seat/map/0199d3c4-5b1e-7c3a-9f00-000000000001", "If-None-Match: W/\"7\"", "Accept-Encoding: br");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("\r\n"), line => line.StartsWith("Cache-Control:", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("\r\nCache-Control: public, max-age=0, s-maxage=1\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nETag: W/\"7\"\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nVary: Accept-Encoding\r\n", answer, StringComparison.Ordinal);
        Assert.Equal("br", _heard["Accept-Encoding"]);
        Assert.Contains("\r\nRateLimit-Policy: ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nRateLimit: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_the_gateway_itself_are_not_kept()
    {
        using var closed = await gateway.Client.GetAsync(new Uri("/api/v1/event/events", UriKind.Relative));
        using var nowhere = await gateway.Client.GetAsync(new Uri("/api/v1/nowhere", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.All([closed, nowhere], answer => Assert.NotEqual(true, answer.Headers.CacheControl?.Public));
        Assert.True(closed.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Letters_beyond_ASCII_in_a_header_arrive_as_sent_both_ways()
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.Headers["X-Answer"] = "Übergröße €";
            return ListenAsync(context);
        };

        var answer = await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "X-Name: Zoé 北");

        Assert.Equal("Zoé 北", _heard["X-Name"]);
        Assert.Contains("\r\nX-Answer: Übergröße €\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_not_UTF_8_is_refused()
    {
        using var connection = await gateway.Raw.OpenAsync(
            [.. "GET /api/v1/event/events?not-utf8 HTTP/1.1\r\nHost: x\r\nX-Name: "u8, 0xE9, .. "\r\n\r\n"u8]);
        using var reader = new StreamReader(connection.GetStream());

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Sidecar.Calls, call => call.EndsWith("not-utf8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cookie_of_one_client_is_not_sent_for_the_next()
    {
        gateway.Sidecar.Service = context =>
        {
            context.Response.Headers.SetCookie = "refresh_token=secret; Path=/";
            return Task.CompletedTask;
        };
        await gateway.Client.PostAsync(new Uri("/api/v1/auth/login", UriKind.Relative), null);
        gateway.Sidecar.Service = ListenAsync;

        await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001");

        Assert.False(_heard.ContainsKey("Cookie"));
    }

    private Task ListenAsync(HttpContext context)
    {
        _heard = HeadersOf(context);
        return Task.CompletedTask;
    }

    private static Dictionary<string, string> HeadersOf(HttpContext context) =>
        context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
