using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>What nginx keeps of answers, and what it never keeps.</summary>
public sealed class NginxCacheTests : IAsyncLifetime
{
    private const string Public = "public, max-age=0, s-maxage=1";
    private const string Id = "0199d3c4-5b1e-7c3a-9f00-000000000001";
    private const string Open = $"/api/v1/event/{Id}";
    private const string Own = "/api/v1/booking/bookings";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private ProxiedGateway _gateway = null!;
    private int _answers;

    private ScriptedSidecar Sidecar => _gateway.Sidecar;

    public async ValueTask InitializeAsync() => _gateway = await ProxiedGateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task An_open_read_is_served_from_the_cache_for_a_second_and_then_asked_for_anew()
    {
        Sidecar.Service = context => AnswerAsync(context, Public);

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
        Sidecar.Service = context => AnswerAsync(context, Public);
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
        Sidecar.Service = context =>
        {
            context.Response.Headers.ETag = "\"7\"";
            context.Response.Headers.Vary = "Accept-Encoding";
            context.Response.Headers.CacheControl = Public;
            return context.Response.WriteAsync($"for {context.Request.Headers.AcceptEncoding}");
        };

        await Eventually.IsTrueAsync(async () => (await GetAsync(Open, ("Accept-Encoding", "br"))).Cache == "HIT");
        using var request = new HttpRequestMessage(HttpMethod.Get, Open) { Headers = { { "If-None-Match", "\"7\"" }, { "Accept-Encoding", "br" } } };
        using var notModified = await _gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        Assert.Equal("for br", (await GetAsync(Open, ("Accept-Encoding", "br"))).Body);
        Assert.Equal("for gzip", (await GetAsync(Open, ("Accept-Encoding", "gzip"))).Body);
    }

    [Fact]
    public async Task What_a_token_opens_is_never_kept()
    {
        Sidecar.Service = context => AnswerAsync(context, cacheControl: null);

        foreach (var user in new[] { TestTokens.Issue(), TestTokens.Issue() })
        {
            await AssertNeverKeptAsync(Own, HttpStatusCode.OK, ("Authorization", $"Bearer {user}"));
        }

        using var stranger = await _gateway.Client.GetAsync(new Uri(Own, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    // nginx lets one request at a time ask for what it may keep. These would wait for each other, and each is another user's.
    [Theory]
    [InlineData("/api/v1/booking/bookings")]
    [InlineData("/api/v1/event/events")]
    [InlineData("/api/v1/venue/venues")]
    public async Task What_is_no_open_read_is_not_kept_even_if_its_service_says_so(string path)
    {
        Sidecar.Service = context => AnswerAsync(context, Public);

        await AssertNeverKeptAsync(path, HttpStatusCode.OK, ("Authorization", $"Bearer {TestTokens.Issue()}"));
    }

    [Theory]
    [InlineData($"/api/v1/event/{Id}")]
    [InlineData($"/api/v1/seat/{Id}")]
    [InlineData($"/api/v1/seat/map/{Id}")]
    public async Task A_random_query_does_not_pass_the_cache(string path)
    {
        var asked = new ConcurrentQueue<string>();
        Sidecar.Service = context =>
        {
            asked.Enqueue(context.Request.QueryString.Value!);
            return AnswerAsync(context, Public);
        };

        await Eventually.IsTrueAsync(async () =>
        {
            await GetAsync($"{path}?random={_answers}");
            return (await GetAsync($"{path}?another={_answers}")).Cache == "HIT";
        });

        Assert.All(asked, query => Assert.Equal("", query));
    }

    // $arg_page is the first of two, and unaware of %70age: a key made of it would serve one page as another.
    [Theory]
    [InlineData("page=0", "page=1")]
    [InlineData("page=0", "page=0&page=1")]
    [InlineData("page=0", "page=0&%70age=1")]
    [InlineData("", "%65ventId=1")]
    public async Task Queries_that_differ_in_a_byte_never_share_an_answer(string query, string other)
    {
        Sidecar.Service = context =>
        {
            context.Response.Headers.CacheControl = Public;
            return context.Response.WriteAsync($"for {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
        };
        const string path = "/api/v1/seat/seats";

        await Eventually.IsTrueAsync(async () => (await GetAsync($"{path}?{query}")).Cache == "HIT");

        Assert.Equal($"for {path}?{other}", (await GetAsync($"{path}?{other}")).Body);
    }

    [Fact]
    public async Task Browsers_that_take_the_same_encoding_share_an_answer()
    {
        Sidecar.Service = context =>
        {
            context.Response.Headers.Vary = "Accept-Encoding";
            context.Response.Headers.CacheControl = Public;
            return context.Response.WriteAsync($"for {context.Request.Headers.AcceptEncoding}");
        };

        foreach (var (accepted, asked) in new[]
        {
            ("gzip, deflate, br, zstd", "br"), ("br", "br"), ("BR;q=0.5", "br"), ("gzip, br;q=0", "gzip"),
            ("gzip;q=0.0, br ; q=0", ""), ("brr", ""), ("", ""),
        })
        {
            Assert.Equal($"for {asked}", (await GetAsync(Open, ("Accept-Encoding", accepted))).Body);
        }
    }

    [Fact]
    public async Task What_is_kept_for_one_origin_is_given_to_no_other()
    {
        const string Shop = "https://shop.example";
        await using var gateway = await ProxiedGateway.StartAsync(("Gateway:AllowedOrigins:0", Shop), ("Gateway:AllowedOrigins:1", "https://other.example"));
        gateway.Sidecar.Service = context => AnswerAsync(context, Public);

        // Each in turn, and again while the answers are kept.
        var kept = 0;
        await Eventually.IsTrueAsync(async () =>
        {
            foreach (var origin in (string?[])[Shop, null, "https://evil.example", "https://other.example"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Open);
                request.Headers.TryAddWithoutValidation("Origin", origin);
                using var answer = await gateway.Client.SendAsync(request);
                var allowed = answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
                Assert.Equal(origin is Shop or "https://other.example" ? origin : null, allowed);
                kept += answer.Headers.GetValues("X-Cache").Single() == "HIT" ? 1 : 0;
            }

            return kept > 4;
        });
    }

    [Fact]
    public async Task An_answer_that_sets_a_cookie_is_never_kept()
    {
        Sidecar.Service = context =>
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
        Sidecar.Service = context =>
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
        Sidecar.Service = context => AnswerAsync(context, Public);

        await Eventually.IsTrueAsync(async () => (await GetAsync(Open, ("Authorization", $"Bearer {TestTokens.Issue()}"))).Cache == "HIT");
        using var answer = await _gateway.Client.GetAsync(new Uri(Open, UriKind.Relative));

        Assert.DoesNotContain(answer.Headers, header => header.Key is "Set-Cookie" or "RateLimit");
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
        var address = _gateway.Nginx.Address.GetLeftPart(UriPartial.Authority) + path;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, AsWritten));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _gateway.Client.SendAsync(request);
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
}
