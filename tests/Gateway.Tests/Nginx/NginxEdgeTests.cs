using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketBooking.ChildProcesses;
using TicketBooking.Gateway.Tests.Live;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Contracts.SeatStatuses;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>TLS, streams, nginx's own refusals and its log.</summary>
public sealed class NginxEdgeTests
{
    private const string Open = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Each_event_of_a_live_stream_arrives_while_the_stream_is_open(string version)
    {
        ProxiedGateway.SkipWithoutNginx();
        await using var live = await LiveGateway.StartAsync();
        await using var nginx = await NginxServer.StartAsync(live.Port);
        using var client = nginx.NewClient();
        client.DefaultRequestVersion = new Version(version);
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        live.Seats.Change(("A1", Booked));

        using var stream = await SseStream.OpenAsync(client, live.Seats.EventId);

        Assert.Equal("snapshot", (await stream.NextAsync()).Name);
        await live.TellAsync(("A2", Held));
        Assert.Equal("""{"seq":2,"changes":[{"seatNumber":"A2","status":"HELD"}]}""", (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task Without_TLS_there_is_only_the_way_to_TLS_and_the_health_of_nginx()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        using var client = gateway.Nginx.NewClient();

        using var redirect = await client.PostAsync(new Uri(gateway.Nginx.PlainAddress, "/api/v1/auth/login?a=%2F"), content: null);
        using var health = await client.GetAsync(new Uri(gateway.Nginx.PlainAddress, "/healthz"));

        Assert.Equal(HttpStatusCode.PermanentRedirect, redirect.StatusCode);
        Assert.Equal($"{gateway.Nginx.Address}api/v1/auth/login?a=%2F", redirect.Headers.Location!.OriginalString);
        Assert.Equal("ok\n", await health.Content.ReadAsStringAsync());
        Assert.Empty(gateway.Sidecar.Calls);
    }

    [Theory]
    [InlineData("-tls1_1", false)]
    [InlineData("-tls1_2", true)]
    [InlineData("-tls1_3", true)]
    public async Task TLS_begins_with_1_2(string version, bool accepted)
    {
        ProxiedGateway.SkipWithoutNginx();
        await using var nginx = await NginxServer.StartAsync(1);

        // Security level 0: else the client itself would not speak the old version.
        var (exitCode, output) = await ServiceProcess.RunAsync(new ChildCommand(
            "sh", "-c", "exec openssl s_client -connect 127.0.0.1:$0 $1 -cipher ALL:@SECLEVEL=0 </dev/null", $"{nginx.Address.Port}", version));

        Assert.True(accepted == (exitCode == 0), output);
        Assert.Equal(!accepted, output.Contains("alert protocol version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_a_413_problem_and_does_not_reach_the_gateway()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        using var content = Blank.OfSize((1 << 20) + 1);

        var answer = await gateway.Client.PostAsync(new Uri("/api/v1/booking/webhook/stripe", UriKind.Relative), content);

        await AssertProblemAsync(answer, 413, "payload-too-large");
        await Eventually.IsTrueAsync(() => gateway.Nginx.Requests.Count == 1);
        Assert.Equal("", Text(gateway.Nginx.Requests.Single(), "upstream"));
    }

    [Fact]
    public async Task The_largest_body_and_the_largest_head_that_the_gateway_takes_get_there()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        var bytes = 0L;
        gateway.Sidecar.Service = async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            bytes = body.Length;
        };
        using var content = Blank.OfSize(1 << 20);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/venue/create") { Content = content };
        request.Headers.Authorization = new("Bearer", TestTokens.Issue());
        request.Headers.Add("X-Large", new string('a', 10_000));

        using var answer = await gateway.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, 1L << 20), (answer.StatusCode, bytes));
    }

    // The gateway can say why.
    [Fact]
    public async Task A_head_that_is_too_large_for_the_gateway_is_refused_by_the_gateway()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Open);
        request.Headers.Add("X-Large", new string('a', 14_000));

        await AssertProblemAsync(await gateway.Client.SendAsync(request), 431, "headers-too-large");
    }

    [Fact]
    public async Task Without_a_gateway_the_answer_is_a_503_problem()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        await gateway.StopGatewayAsync();

        using var answer = await gateway.Client.GetAsync(new Uri(Open, UriKind.Relative));

        await AssertProblemAsync(answer, 503, "unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(Open, 200)]
    [InlineData("/nowhere", 404)]
    [InlineData(Open, 503)]
    public async Task Browsers_are_told_once_by_the_gateway_or_by_nginx(string path, int status)
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        if (status == 503)
        {
            await gateway.StopGatewayAsync();
        }

        await using var connection = await gateway.Nginx.ConnectAsync();
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: tickets.example\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(connection);
        var lines = (await reader.ReadToEndAsync()).Split("\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("Strict-Transport-Security: max-age=31536000", StringComparison.OrdinalIgnoreCase));
        Assert.Single(lines, line => line.StartsWith("X-Content-Type-Options: nosniff", StringComparison.OrdinalIgnoreCase));
        Assert.Single(lines, line => line.StartsWith("Referrer-Policy: no-referrer", StringComparison.OrdinalIgnoreCase));
        Assert.Single(lines, line => line.StartsWith("Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(status == 503 ? 1 : 0, lines.Count(line => line.StartsWith("Retry-After:", StringComparison.OrdinalIgnoreCase)));
        Assert.Single(lines, line => line == "Server: nginx");
    }

    [Fact]
    public async Task A_line_is_logged_for_each_request_and_has_no_query()
    {
        await using var gateway = await ProxiedGateway.StartAsync();
        gateway.Sidecar.Service = context => context.Response.WriteAsync("ok");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Open}?token=secret");
        request.Headers.UserAgent.ParseAdd("test/1.0");
        request.Headers.Referrer = new Uri("https://localhost/?token=secret");
        using var answer = await gateway.Client.SendAsync(request);

        await Eventually.IsTrueAsync(() => gateway.Nginx.Requests.Count == 1);
        var line = gateway.Nginx.Requests.Single();
        Assert.Equal(
            ("127.0.0.1", "GET", Open, "200", "OK", "test/1.0"),
            (Text(line, "client"), Text(line, "method"), Text(line, "path"), Text(line, "status"), Text(line, "whole"), Text(line, "userAgent")));
        Assert.Equal(answer.Headers.GetValues("X-Correlation-Id").Single(), Text(line, "correlationId"));
        Assert.DoesNotContain(gateway.Nginx.Lines, logged => logged.Contains("secret", StringComparison.Ordinal));
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string slug)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var answer = await Answer.ReadAsync(response);
        Assert.Equal((status, slug, "application/problem+json"), ((int)answer.Status, answer.Problem, mediaType));
        Assert.NotEmpty(answer.Text("traceId"));
    }
}
