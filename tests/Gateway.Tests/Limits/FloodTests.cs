using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>One network that sends as much as it can is cheap to refuse and leaves the others what they need.</summary>
[SuppressMessage("Reliability", "CA2025", Justification = "An answer that does not come is what the test is about.")]
public sealed class FloodTests : IAsyncLifetime
{
    private const string Open = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";
    private const string Holds = "/api/v1/booking/holds";
    private const int Few = 5;
    private static readonly IPAddress Here = IPAddress.Loopback;
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    private ScriptedSidecar _sidecar = null!;

    public async ValueTask InitializeAsync() => _sidecar = await ScriptedSidecar.StartAsync();

    [Fact]
    public async Task Connections_of_one_network_that_come_too_fast_wait_and_those_of_another_do_not()
    {
        await using var gateway = Boot(("Gateway:ConnectionsPerSecond", "0.01"));
        Assert.StartsWith("HTTP/1.1 200", await AnswerAsync(gateway, Here), StringComparison.Ordinal);

        using var waiting = await SendAsync(gateway, Here);
        var answer = RawHttp.ReadUntilAsync(waiting, "\r\n\r\n");

        Assert.False(await EndsWhileOthersAreServedAsync(gateway, answer));
    }

    [Fact]
    public async Task A_connection_that_waits_begins_when_it_is_its_turn()
    {
        await using var gateway = Boot(("Gateway:ConnectionsPerSecond", "2"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * Few).Select(_ => AnswerAsync(gateway, Here)));

        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_waits_is_one_of_those_that_its_network_may_have()
    {
        await using var gateway = Boot(("Gateway:ConnectionsPerSecond", "0.01"), ("Gateway:MaxConnectionsOfANetwork", "2"));
        using var first = await SendAsync(gateway, Here);
        await RawHttp.ReadUntilAsync(first, "\r\n\r\n");
        using var waiting = await SendAsync(gateway, Here);

        Assert.True(await new RawHttp(gateway.Port).IsRefusedAsync(Request(""), Here).WaitAsync(GiveUpAfter));
        Assert.Equal(0, waiting.Available);
    }

    [Fact]
    public async Task A_connection_that_has_ended_leaves_its_place_to_the_next_one()
    {
        await using var gateway = Boot(("Gateway:MaxConnectionsOfANetwork", "1"), ("Gateway:MaxConnections", "1"));

        for (var i = 0; i < Few; i++)
        {
            await Eventually.IsTrueAsync(async () => !await new RawHttp(gateway.Port).IsRefusedAsync(Request(""), Here));
        }
    }

    [Fact]
    public async Task The_limits_of_connections_hold_where_the_launcher_names_the_port()
    {
        var port = Ports.Next();
        await using var gateway = Boot(("APP_PORT", $"{port}"), ("Gateway:MaxConnectionsOfANetwork", "1"));
        using var first = await new RawHttp(port).OpenAsync(Request(""), Here);
        Assert.StartsWith("HTTP/1.1 200", await RawHttp.ReadUntilAsync(first, "\r\n\r\n"), StringComparison.Ordinal);

        Assert.True(await new RawHttp(port).IsRefusedAsync(Request(""), Here).WaitAsync(GiveUpAfter));
    }

    [Fact]
    public async Task Connections_of_a_trusted_proxy_do_not_wait()
    {
        await using var gateway = Boot(("Gateway:ConnectionsPerSecond", "0.01"), ("Gateway:TrustedProxies:0", "127.0.0.0/8"));

        for (var i = 0; i < Few; i++)
        {
            Assert.StartsWith("HTTP/1.1 200", await AnswerAsync(gateway, Here), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_network_that_is_refused_too_often_pays_with_a_connection_for_each_request()
    {
        await using var gateway = Boot(("Limits:Browse:Burst", "1"), ("Limits:Browse:RatePerSecond", "0.01"), ("Limits:RefusalsPerSecond", "0.01"));
        using var client = gateway.NewClient();
        Assert.Equal((HttpStatusCode.OK, false), await AskAsync(client));

        Assert.Equal((HttpStatusCode.TooManyRequests, false), await AskAsync(client));

        Assert.Equal((HttpStatusCode.TooManyRequests, true), await AskAsync(client));
        Assert.Equal((HttpStatusCode.TooManyRequests, true), await AskAsync(client));
    }

    [Fact]
    public async Task A_trusted_proxy_keeps_its_connections_however_often_its_clients_are_refused()
    {
        await using var gateway = Boot(
            ("Limits:Browse:Burst", "1"), ("Limits:Browse:RatePerSecond", "0.01"), ("Limits:RefusalsPerSecond", "0.01"),
            ("Gateway:TrustedProxies:0", "127.0.0.0/8"));
        using var client = gateway.NewClient();
        Assert.Equal((HttpStatusCode.OK, false), await AskAsync(client));

        for (var i = 0; i < Few; i++)
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, false), await AskAsync(client));
        }
    }

    [Fact]
    public async Task Requests_of_one_network_take_turns_and_those_of_another_network_or_lane_do_not_wait_for_them()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = new SemaphoreSlim(0);
        _sidecar.Service = async context =>
        {
            if (context.Request.Headers["X-Stays"].Count > 0)
            {
                inside.Release();
                await go.Task;
            }
        };
        await using var gateway = Boot(("Limits:Browse:NetworkAtWork", "1"));
        using var first = await SendAsync(gateway, Here, $"Authorization: Bearer {TestTokens.Issue()}\r\nX-Stays: 1\r\n");
        Assert.True(await inside.WaitAsync(GiveUpAfter));

        using var second = await SendAsync(gateway, Here, $"Authorization: Bearer {TestTokens.Issue()}\r\n");
        var answer = RawHttp.ReadUntilAsync(second, "\r\n\r\n");

        Assert.False(await EndsWhileOthersAreServedAsync(gateway, answer));
        using var client = gateway.NewClient();
        using var hold = new HttpRequestMessage(HttpMethod.Post, Holds) { Content = Blank.OfSize(2) };
        hold.Headers.Authorization = new("Bearer", TestTokens.Issue());
        using var held = await client.SendAsync(hold).WaitAsync(GiveUpAfter);
        Assert.Equal(HttpStatusCode.OK, held.StatusCode);
        go.SetResult();
        Assert.StartsWith("HTTP/1.1 200", await answer.WaitAsync(GiveUpAfter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_ends_when_the_answer_begins()
    {
        _sidecar.Service = WriteWithoutEndAsync;
        await using var gateway = Boot(("Limits:Browse:NetworkAtWork", "1"));
        using var unread = await SendAsync(gateway, Here);
        await unread.GetStream().ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(GiveUpAfter);
        _sidecar.Service = _ => Task.CompletedTask;

        Assert.StartsWith("HTTP/1.1 200", await AnswerAsync(gateway, Here), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gateway:ConnectionsPerSecond", "0")]
    [InlineData("Limits:RefusalsPerSecond", "0")]
    [InlineData("Limits:Sale:NetworkAtWork", "-1")]
    public Task A_setting_that_means_nothing_is_refused_at_start(string name, string value) => TestGateway.RefusesToStartAsync(name, value);

    public async ValueTask DisposeAsync() => await _sidecar.DisposeAsync();

    private KestrelHost<Forwarding.Forwarder> Boot(params (string Name, string Value)[] settings) =>
        TestGateway.Boot(_sidecar.Port, TimeProvider.System, [("Limits:Scale", "1"), .. settings]);

    /// <summary>Whether it ends before others have been served, from elsewhere and one after the other.</summary>
    private static async Task<bool> EndsWhileOthersAreServedAsync(KestrelHost<Forwarding.Forwarder> gateway, Task answer)
    {
        using var other = await new RawHttp(gateway.Port).OpenAsync("", Elsewhere);
        for (var i = 0; i < Few; i++)
        {
            await other.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(Request("")));
            Assert.StartsWith("HTTP/1.1 200", await RawHttp.ReadUntilAsync(other, "\r\n\r\n").WaitAsync(GiveUpAfter), StringComparison.Ordinal);
        }

        return answer.IsCompleted;
    }

    private static string Request(string headers) => $"GET {Open} HTTP/1.1\r\nHost: x\r\n{headers}\r\n";

    private static Task<TcpClient> SendAsync(KestrelHost<Forwarding.Forwarder> gateway, IPAddress from, string headers = "") =>
        new RawHttp(gateway.Port).OpenAsync(Request(headers), from);

    private static async Task<string> AnswerAsync(KestrelHost<Forwarding.Forwarder> gateway, IPAddress from)
    {
        using var connection = await SendAsync(gateway, from);
        return await RawHttp.ReadUntilAsync(connection, "\r\n\r\n").WaitAsync(GiveUpAfter);
    }

    private static async Task<(HttpStatusCode Status, bool IsLast)> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri(Open, UriKind.Relative));
        return (answer.StatusCode, answer.Headers.ConnectionClose == true);
    }

    private static async Task WriteWithoutEndAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(new byte[1 << 16], context.RequestAborted);
        }
    }
}
