using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>How much a request may be, and how slow.</summary>
public sealed class RequestLimitTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Theory]
    [InlineData(10_000, "200", "")]
    [InlineData(13_000, "431", "headers-too-large")]
    [InlineData(60_000, "431", "headers-too-large")]
    public async Task Headers_that_the_next_hop_could_not_carry_are_431(int size, string status, string slug)
    {
        var answer = await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "X-Large: " + new string('a', size));

        AssertAnswer(answer, status, slug);
    }

    [Fact]
    public async Task Headers_beyond_every_limit_are_431_without_a_body()
    {
        var answer = await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "X-Large: " + new string('a', 70_000));

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_414() =>
        AssertAnswer(await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001?" + new string('a', 12_000)), "414", "uri-too-long");

    [Fact]
    public async Task A_web_socket_is_refused() => AssertAnswer(
        await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
        "501",
        "websocket-not-supported");

    [Theory]
    [InlineData("h2c")]
    [InlineData("SPDY/3.1")]
    public async Task Another_upgrade_is_ignored(string protocol)
    {
        var offered = "nothing";
        gateway.Sidecar.Service = context =>
        {
            offered = context.Request.Headers.Upgrade.ToString();
            return Task.CompletedTask;
        };

        AssertAnswer(await gateway.Raw.SendAsync("/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", "Connection: Upgrade", "Upgrade: " + protocol), "200", "");
        Assert.Equal("", offered);
    }

    [Theory]
    [InlineData("Content-Length: 1048577", "")]
    [InlineData("Transfer-Encoding: chunked", "100001\r\n")]
    public async Task A_webhook_that_is_too_large_is_413_too(string framing, string start)
    {
        gateway.Sidecar.Service = context => context.Request.Body.CopyToAsync(Stream.Null);
        var body = start.Length == 0 ? "" : start + new string('a', 0x100001) + "\r\n0\r\n\r\n";
        using var connection = await gateway.Raw.OpenAsync(
            $"POST /api/v1/booking/webhook/stripe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}");

        AssertAnswer(await RawHttp.ReadUntilAsync(connection, "\"traceId\""), "413", "payload-too-large");
    }

    [Fact]
    public async Task A_body_that_hardly_moves_is_given_up_with_408()
    {
        await using var sidecar = await ScriptedSidecar.StartAsync();
        sidecar.Service = context => context.Request.Body.CopyToAsync(Stream.Null);
        await using var shortGrace = TestGateway.Boot(sidecar.Port, TimeProvider.System, ("Gateway:BodyGrace", "00:00:01.5"));
        using var client = shortGrace.NewClient();
        using var connection = await new RawHttp(client.BaseAddress!.Port).OpenAsync(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        using var reader = new StreamReader(connection.GetStream());

        AssertAnswer(await reader.ReadToEndAsync(), "408", "request-timeout");
    }

    private static void AssertAnswer(string answer, string status, string slug)
    {
        Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal);
        Assert.Contains(slug, answer, StringComparison.Ordinal);
        if (slug.Length > 0)
        {
            Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
            Assert.Contains("\"traceId\"", answer, StringComparison.Ordinal);
        }
    }
}
