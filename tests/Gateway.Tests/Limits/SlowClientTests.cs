using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>Clients that send or read slowly hold no place of a lane, and of everything else only what one client may have.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private const string Open = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";
    private const string LogIn = "/api/v1/auth/login";
    private const string Holds = "/api/v1/booking/holds";
    private const string Stripe = "/api/v1/booking/webhook/stripe";
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    private ScriptedSidecar _sidecar = null!;

    public async ValueTask InitializeAsync() => _sidecar = await ScriptedSidecar.StartAsync();

    [Fact]
    public async Task A_body_that_is_not_there_yet_holds_no_place()
    {
        await using var gateway = Boot(TimeProvider.System, ("Limits:Auth:Concurrency", "1"));
        using var client = gateway.NewClient();
        using var first = await SendHalfAsync(gateway, LogIn);
        using var second = await SendHalfAsync(gateway, LogIn);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Post, LogIn));
        }
    }

    [Fact]
    public async Task An_answer_that_is_not_read_holds_no_place()
    {
        _sidecar.Service = WriteWithoutEndAsync;
        await using var gateway = Boot(TimeProvider.System, ("Limits:Browse:Concurrency", "1"));
        using var client = gateway.NewClient();
        using var first = await AskWithoutReadingAsync(gateway, Open);
        using var second = await AskWithoutReadingAsync(gateway, Open);

        _sidecar.Service = _ => Task.CompletedTask;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Get, Open));
    }

    [Fact]
    public async Task One_client_has_so_many_requests_at_the_same_time_and_another_client_as_many()
    {
        _sidecar.Service = WriteWithoutEndAsync;
        await using var gateway = Boot(TimeProvider.System, ("Limits:Browse:ClientConcurrency", "2"), ("Limits:Scale", "1"));
        using var client = gateway.NewClient();
        using (await AskWithoutReadingAsync(gateway, Open))
        using (await AskWithoutReadingAsync(gateway, Open))
        {
            _sidecar.Service = _ => Task.CompletedTask;
            using var refused = await client.GetAsync(new Uri(Open, UriKind.Relative));

            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Get, Open, TestTokens.Issue()));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Post, LogIn));
        }

        await Eventually.EqualsAsync(HttpStatusCode.OK, () => StatusAsync(client, HttpMethod.Get, Open));
    }

    [Fact]
    public async Task A_body_that_trickles_is_408_and_never_reaches_the_service()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = Boot(clock);
        using var connection = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue");
        Assert.Contains("100 Continue", await RawHttp.ReadUntilAsync(connection, "\r\n\r\n"), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(10));

        var answer = await RawHttp.ReadUntilAsync(connection, "request-timeout").WaitAsync(GiveUpAfter);
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("request-timeout", answer, StringComparison.Ordinal);
        Assert.Empty(_sidecar.Calls);
    }

    [Fact]
    public async Task An_answer_that_is_not_read_to_its_end_in_time_is_cut()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sidecar.Service = context =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            return WriteWithoutEndAsync(context);
        };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = Boot(clock);
        using var connection = await AskWithoutReadingAsync(gateway, Open);

        clock.Advance(TimeSpan.FromSeconds(60));

        await cancelled.Task.WaitAsync(GiveUpAfter);
    }

    [Theory]
    [InlineData(LogIn, 8 << 10)]
    [InlineData(Holds, 32 << 10)]
    [InlineData("/bookings/confirm", 32 << 10)]
    [InlineData(Stripe, 256 << 10)]
    [InlineData("/api/v1/venue/create", 1 << 20)]
    public async Task A_body_has_a_limit_by_its_route(string path, int most)
    {
        var arrived = 0L;
        _sidecar.Service = async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            arrived = body.Length;
        };
        await using var gateway = Boot(TimeProvider.System);
        using var client = gateway.NewClient();

        foreach (var chunked in (bool[])[false, true])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Post, path, TestTokens.Issue(), most, chunked));
            Assert.Equal(most, arrived);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(client, HttpMethod.Post, path, TestTokens.Issue(), most + 1, chunked));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_is_still_sending_gets_its_413(bool chunked)
    {
        const int Size = 8 << 20;
        await using var gateway = Boot(TimeProvider.System);
        var framing = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Size}";
        using var connection = await new RawHttp(gateway.Port).OpenAsync($"POST {Stripe} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{framing}\r\n\r\n");
        var start = chunked ? $"{Size:x}\r\n" : "";
        var end = chunked ? "\r\n0\r\n\r\n" : "";

        // Sends all of it before it reads anything.
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(start + new string('a', Size) + end));

        var answer = await RawHttp.ReadUntilAsync(connection, "payload-too-large").WaitAsync(GiveUpAfter);
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("payload-too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_pieces_arrives_byte_for_byte_with_its_length()
    {
        byte[] arrived = [];
        long? length = null;
        _sidecar.Service = async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            (arrived, length) = (body.ToArray(), context.Request.ContentLength);
        };
        await using var gateway = Boot(TimeProvider.System);
        using var connection = await new RawHttp(gateway.Port).OpenAsync(
            $"POST {Stripe} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{{ \t\r\n");
        await connection.GetStream().WriteAsync("3\r\n\n }\r\n0\r\n\r\n"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 200", await RawHttp.ReadUntilAsync(connection, "\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("{ \t\n }"u8.ToArray(), arrived);
        Assert.Equal(6, length);
    }

    [Fact]
    public async Task A_client_without_access_is_refused_before_its_body_is_there()
    {
        await using var gateway = Boot(TimeProvider.System);
        using var connection = await SendHalfAsync(gateway, Holds);

        Assert.StartsWith("HTTP/1.1 401", await RawHttp.ReadUntilAsync(connection, "\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_have_a_limit()
    {
        await using var gateway = Boot(TimeProvider.System, ("Gateway:MaxConnections", "2"));
        using var first = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue");
        using var second = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue");
        await RawHttp.ReadUntilAsync(first, "100 Continue");
        await RawHttp.ReadUntilAsync(second, "100 Continue");

        Assert.True(await new RawHttp(gateway.Port).IsRefusedAsync(Half(LogIn)).WaitAsync(GiveUpAfter));
    }

    [Fact]
    public async Task One_network_has_so_many_connections_and_another_as_many()
    {
        await using var gateway = Boot(TimeProvider.System, ("Gateway:MaxConnectionsOfANetwork", "1"));
        using var first = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue");
        await RawHttp.ReadUntilAsync(first, "100 Continue");

        using var elsewhere = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue", from: IPAddress.Parse("127.0.0.2"));

        Assert.True(await new RawHttp(gateway.Port).IsRefusedAsync(Half(LogIn)).WaitAsync(GiveUpAfter));
        await RawHttp.ReadUntilAsync(elsewhere, "100 Continue");
    }

    [Fact]
    public async Task Connections_of_a_trusted_proxy_are_not_counted()
    {
        await using var gateway = Boot(TimeProvider.System, ("Gateway:MaxConnectionsOfANetwork", "1"), ("Gateway:TrustedProxies:0", "127.0.0.0/8"));
        using var first = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue");
        await RawHttp.ReadUntilAsync(first, "100 Continue");

        using var second = await SendHalfAsync(gateway, LogIn, "Expect: 100-continue");

        await RawHttp.ReadUntilAsync(second, "100 Continue");
    }

    [Fact]
    public async Task All_users_of_a_network_together_have_so_many_requests_at_the_same_time()
    {
        _sidecar.Service = WriteWithoutEndAsync;
        await using var gateway = Boot(
            TimeProvider.System, ("Limits:Browse:ClientConcurrency", "1"), ("Limits:NetworkConcurrencyFactor", "2"), ("Limits:Scale", "1"));
        using var client = gateway.NewClient();
        using (await AskWithoutReadingAsync(gateway, Open, TestTokens.Issue()))
        using (await AskWithoutReadingAsync(gateway, Open, TestTokens.Issue()))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, HttpMethod.Get, Open, TestTokens.Issue()));
        }
    }

    [Fact]
    public async Task Bodies_in_memory_have_a_limit_together()
    {
        // This one may become as large as all together.
        await using var gateway = Boot(TimeProvider.System, ("Gateway:MaxBufferedBytes", $"{4 << 20}"), ("Limits:Auth:MaxBodyBytes", $"{4 << 20}"));
        using var client = gateway.NewClient();
        using (var half = await new RawHttp(gateway.Port).OpenAsync(
            $"POST {LogIn} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"))
        {
            await RawHttp.ReadUntilAsync(half, "100 Continue");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, HttpMethod.Post, LogIn));
        }
    }

    [Theory]
    [InlineData("Gateway:BodyWithin", "00:00:00")]
    [InlineData("Gateway:CompleteWithin", "00:00:00")]
    [InlineData("Limits:Auth:MaxBodyBytes", "0")]
    public Task A_setting_that_means_nothing_is_refused_at_start(string name, string value) => TestGateway.RefusesToStartAsync(name, value);

    public async ValueTask DisposeAsync() => await _sidecar.DisposeAsync();

    private KestrelHost<Forwarding.Forwarder> Boot(TimeProvider clock, params (string Name, string Value)[] settings) =>
        TestGateway.Boot(_sidecar.Port, clock, settings);

    /// <summary>More than every buffer on its way holds.</summary>
    private static async Task WriteWithoutEndAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(new byte[1 << 16], context.RequestAborted);
        }
    }

    private static Task<TcpClient> SendHalfAsync(
        KestrelHost<Forwarding.Forwarder> gateway, string path, string header = "X-Half: yes", IPAddress? from = null) =>
        new RawHttp(gateway.Port).OpenAsync(Half(path, header), from);

    private static string Half(string path, string header = "Expect: 100-continue") =>
        $"POST {path} HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{";

    /// <summary>Reads the status, so that the answer has begun, and no more.</summary>
    private static async Task<TcpClient> AskWithoutReadingAsync(KestrelHost<Forwarding.Forwarder> gateway, string path, string? token = null)
    {
        var access = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var connection = await new RawHttp(gateway.Port).OpenAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n{access}\r\n");
        var status = new byte[12];
        await connection.GetStream().ReadExactlyAsync(status).AsTask().WaitAsync(GiveUpAfter);
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(status));
        return connection;
    }

    private static async Task<HttpStatusCode> StatusAsync(
        HttpClient client, HttpMethod method, string path, string? token = null, int size = 2, bool chunked = false)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        if (method == HttpMethod.Post)
        {
            request.Content = Blank.OfSize(size);
            request.Headers.TransferEncodingChunked = chunked;
        }

        using var answer = await client.SendAsync(request).WaitAsync(GiveUpAfter);
        return answer.StatusCode;
    }
}
