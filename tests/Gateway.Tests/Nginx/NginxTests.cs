using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Gateway.Tests.Live;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Contracts.SeatStatuses;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>The gateway behind a real nginx with a cache (site.conf).</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private const string Public = "public, max-age=0, s-maxage=1";
    private const string Open = "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001";
    private const string Own = "/api/v1/booking/bookings";

    private ScriptedSidecar _sidecar = null!;
    private KestrelHost<Forwarder>? _gateway;
    private NginxServer? _nginx;
    private HttpClient _client = new();
    private int _answers;

    public async ValueTask InitializeAsync()
    {
        if (NginxServer.SkipReason is not null)
        {
            return;
        }

        _sidecar = await ScriptedSidecar.StartAsync();
        _gateway = TestGateway.Boot(_sidecar.Port, TimeProvider.System, ("Gateway:TrustedProxies:0", "127.0.0.1/32"));
        _nginx = await StartNginxAsync(_gateway.Port);
        _client = new HttpClient { BaseAddress = _nginx.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (NginxServer.SkipReason is null)
        {
            await _nginx!.DisposeAsync();
            await _gateway!.DisposeAsync();
            await _sidecar.DisposeAsync();
        }
    }

    // By default nginx asks with HTTP/1.0, and keeps what has no chunks until 4 KiB are there.
    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    public async Task Each_event_of_a_live_stream_arrives_while_the_stream_is_open(string version)
    {
        SkipWithoutNginx();
        await using var live = await LiveGateway.StartAsync();
        await using var nginx = await StartNginxAsync(live.Port, version);
        using var client = new HttpClient { BaseAddress = nginx.Address };
        live.Seats.Change(("A1", Booked));

        using var stream = await SseStream.OpenAsync(client, live.Seats.EventId);

        Assert.Equal("snapshot", (await stream.NextAsync()).Name);
        await live.TellAsync(("A2", Held));
        Assert.Equal("""{"seq":2,"changes":[{"seatNumber":"A2","status":"HELD"}]}""", (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task An_open_read_is_served_from_the_cache_for_a_second_and_then_asked_for_anew()
    {
        SkipWithoutNginx();
        _sidecar.Service = context => AnswerAsync(context, Public);

        // The second may be over before the next request is there: then it is tried again.
        var (first, kept) = ("", "");
        await Eventually.IsTrueAsync(async () =>
        {
            (first, _) = await GetAsync(Open);
            (kept, var cache) = await GetAsync(Open);
            return cache == "HIT";
        });

        Assert.Equal(first, kept);
        await Eventually.IsTrueAsync(async () => (await GetAsync(Open)).Body != kept);
    }

    [Fact]
    public async Task A_crowd_costs_the_service_one_request_a_second()
    {
        SkipWithoutNginx();
        _sidecar.Service = context => AnswerAsync(context, Public);
        var time = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            for (var n = 0; n < 20; n++)
            {
                await GetAsync(Open);
            }
        }));

        Assert.InRange(_answers, 1, 2 + (int)time.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_kept_read_says_not_modified_and_tells_encodings_apart()
    {
        SkipWithoutNginx();
        _sidecar.Service = context =>
        {
            context.Response.Headers.ETag = "\"7\"";
            context.Response.Headers.Vary = "Accept-Encoding";
            context.Response.Headers.CacheControl = Public;
            return context.Response.WriteAsync($"for {context.Request.Headers.AcceptEncoding}");
        };

        await Eventually.IsTrueAsync(async () => (await GetAsync(Open, ("Accept-Encoding", "br"))).Cache == "HIT");
        using var request = new HttpRequestMessage(HttpMethod.Get, Open) { Headers = { { "If-None-Match", "\"7\"" }, { "Accept-Encoding", "br" } } };
        using var notModified = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        Assert.Equal("for br", (await GetAsync(Open, ("Accept-Encoding", "br"))).Body);
        Assert.Equal("for gzip", (await GetAsync(Open, ("Accept-Encoding", "gzip"))).Body);
    }

    [Fact]
    public async Task What_a_token_opens_is_never_kept()
    {
        SkipWithoutNginx();
        _sidecar.Service = context => AnswerAsync(context, cacheControl: null);

        foreach (var user in new[] { TestTokens.Issue(), TestTokens.Issue() })
        {
            await AssertNeverKeptAsync(Own, HttpStatusCode.OK, ("Authorization", $"Bearer {user}"));
        }

        using var stranger = await _client.GetAsync(new Uri(Own, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_sets_a_cookie_is_never_kept()
    {
        SkipWithoutNginx();
        _sidecar.Service = context =>
        {
            context.Response.Headers.SetCookie = "refresh=secret; HttpOnly";
            return AnswerAsync(context, Public);
        };

        await AssertNeverKeptAsync(Open, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_problem_is_never_kept(HttpStatusCode status)
    {
        SkipWithoutNginx();
        _sidecar.Service = context =>
        {
            context.Response.StatusCode = (int)status;
            context.Response.ContentType = "application/problem+json";
            return AnswerAsync(context, cacheControl: null);
        };

        await AssertNeverKeptAsync(Open, status);
    }

    [Fact]
    public async Task Nothing_of_one_client_is_kept_with_an_open_read()
    {
        SkipWithoutNginx();
        _sidecar.Service = context => AnswerAsync(context, Public);

        await Eventually.IsTrueAsync(async () => (await GetAsync(Open, ("Authorization", $"Bearer {TestTokens.Issue()}"))).Cache == "HIT");
        using var answer = await _client.GetAsync(new Uri(Open, UriKind.Relative));

        Assert.DoesNotContain(answer.Headers, header => header.Key is "Set-Cookie" or "RateLimit");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("6.6.6.6")]
    [InlineData("6.6.6.6, 127.0.0.1")]
    public async Task The_services_hear_the_client_s_own_address_whatever_it_says(string? forged)
    {
        SkipWithoutNginx();
        var heard = "";
        _sidecar.Service = context =>
        {
            heard = $"{context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers["X-Real-IP"]}{context.Request.Headers["Forwarded"]}";
            return Task.CompletedTask;
        };
        using var client = ClientAt(IPAddress.Parse("127.0.0.5"));
        using var request = new HttpRequestMessage(HttpMethod.Get, Open);
        request.Headers.Add("X-Forwarded-For", forged is null ? [] : [forged]);
        request.Headers.Add("X-Real-IP", "6.6.6.6");
        request.Headers.Add("Forwarded", "for=6.6.6.6");

        using var answer = await client.SendAsync(request);

        Assert.Equal("127.0.0.5 ", heard);
    }

    [Fact]
    public async Task Without_the_proxy_among_the_trusted_ones_every_client_is_the_proxy()
    {
        SkipWithoutNginx();
        var heard = "";
        _sidecar.Service = context =>
        {
            heard = context.Request.Headers["X-Forwarded-For"].ToString();
            return Task.CompletedTask;
        };
        await using var gateway = TestGateway.Boot(_sidecar.Port, TimeProvider.System);
        await using var nginx = await StartNginxAsync(gateway.Port);
        using var client = ClientAt(IPAddress.Parse("127.0.0.5"), nginx.Address);

        using var answer = await client.GetAsync(new Uri(Open, UriKind.Relative));

        Assert.Equal("127.0.0.1", heard);
    }

    private static void SkipWithoutNginx() => Assert.SkipUnless(NginxServer.SkipReason is null, NginxServer.SkipReason ?? "");

    private static async Task<NginxServer> StartNginxAsync(int gateway, string version = "1.1")
    {
        var site = await File.ReadAllTextAsync(Repository.PathTo("tests/Gateway.Tests/Nginx/site.conf"));
        return await NginxServer.StartAsync(site.Replace("proxy_http_version 1.1", $"proxy_http_version {version}", StringComparison.Ordinal), gateway);
    }

    /// <summary>Each answer has a number of its own, so that one that was kept is recognised.</summary>
    private Task AnswerAsync(HttpContext context, string? cacheControl)
    {
        context.Response.Headers.CacheControl = cacheControl;
        return context.Response.WriteAsync($"answer {Interlocked.Increment(ref _answers)}");
    }

    private async Task<(string Body, string Cache)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(path, headers);
        return (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("X-Cache").Single());
    }

    private async Task<HttpResponseMessage> SendAsync(string path, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request);
    }

    private async Task AssertNeverKeptAsync(string path, HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        for (var n = 0; n < 5; n++)
        {
            var before = _answers;
            using var answer = await SendAsync(path, headers);

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal($"answer {before + 1}", await answer.Content.ReadAsStringAsync());
        }
    }

    private HttpClient ClientAt(IPAddress source, Uri? nginx = null) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = nginx ?? _nginx!.Address,
    };
}
