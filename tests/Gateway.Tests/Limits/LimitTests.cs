using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>Limits as a client meets them.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private ScriptedSidecar _sidecar = null!;

    public async ValueTask InitializeAsync() => _sidecar = await ScriptedSidecar.StartAsync();

    [Fact]
    public async Task S2_17_neither_a_forged_user_nor_a_forged_address_is_a_bucket_of_its_own()
    {
        await using var gateway = Boot(("Limits:Browse:Burst", "3"), ("Limits:Browse:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await AskAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null, ("X-User-Id", $"{i}"), ("X-Forwarded-For", $"6.6.6.{i}"), ("Forwarded", $"for=6.6.6.{i}"));
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_that_says_when_and_a_success_says_what_is_left()
    {
        await using var gateway = Boot(("Limits:Browse:Burst", "2"), ("Limits:Browse:RatePerSecond", "0.1"));
        using var client = gateway.NewClient();

        using var passed = await AskAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null);
        using var last = await AskAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null);
        using var refused = await AskAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null);

        Assert.Equal("\"browse\";q=2;w=20", Assert.Single(passed.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"browse\";r=1;t=10", Assert.Single(passed.Headers.GetValues("RateLimit")));
        Assert.Equal("\"browse\";r=0;t=20", Assert.Single(last.Headers.GetValues("RateLimit")));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.StartsWith("\"browse\";r=0;t=", Assert.Single(refused.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:too-many-requests", problem.GetProperty("type").GetString());
        Assert.Equal(2, _sidecar.Calls.Count);
    }

    [Fact]
    public async Task Users_behind_one_address_do_not_share_a_bucket_and_a_bad_token_is_no_user()
    {
        await using var gateway = Boot(("Limits:Browse:Burst", "1"), ("Limits:Browse:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();
        var (ada, bob) = (TestTokens.Issue(), TestTokens.Issue());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", ada));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", bob));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", ada));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", TestTokens.Issue(change: token => token.Expires -= TimeSpan.FromMinutes(11))));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", TestTokens.Issue(change: token => token.Expires -= TimeSpan.FromMinutes(11))));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null));
    }

    [Fact]
    public async Task A_login_is_counted_by_address_with_or_without_a_token()
    {
        await using var gateway = Boot(("Limits:Auth:Burst", "1"), ("Limits:Auth:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/auth/login", TestTokens.Issue(), HttpMethod.Post));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/auth/login", TestTokens.Issue(), HttpMethod.Post));
    }

    [Fact]
    public async Task Requests_without_a_right_to_pass_are_counted_too()
    {
        await using var gateway = Boot(("Limits:Browse:Burst", "1"), ("Limits:Browse:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/api/v1/venue/venues", null));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/venue/venues", null));
    }

    [Fact]
    public async Task Browsing_that_is_stuck_and_used_up_leaves_the_sale_alone()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = new SemaphoreSlim(0);
        _sidecar.Service = async context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                inside.Release();
                await go.Task;
            }
        };
        await using var gateway = Boot(
            ("Limits:Browse:Concurrency", "4"), ("Limits:Browse:NetworkAtWork", "0"), ("Limits:Browse:RatePerSecond", "0.01"));
        var client = gateway.NewClient();
        var token = TestTokens.Issue();
        var stuck = Enumerable.Range(0, 4).Select(_ => StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", token)).ToArray();
        for (var i = 0; i < stuck.Length; i++)
        {
            Assert.True(await inside.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        using var browsing = await AskAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, browsing.StatusCode);
        Assert.NotNull(browsing.Headers.RetryAfter);
        Assert.Contains("overloaded", await browsing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 30; i++)
        {
            await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", token);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", token));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/booking/holds", token, HttpMethod.Post));

        go.SetResult();
        Assert.All(await Task.WhenAll(stuck), status => Assert.Equal(HttpStatusCode.OK, status));
        client.Dispose();
    }

    [Fact]
    public async Task A_place_in_a_lane_is_free_again_when_its_request_has_ended()
    {
        await using var gateway = Boot(("Limits:Browse:Concurrency", "1"));
        using var client = gateway.NewClient();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", TestTokens.Issue()));
        }
    }

    [Fact]
    public async Task A_route_may_have_limits_of_its_own()
    {
        await using var gateway = Boot(("Limits:Routes:POST /api/v1/booking/holds:Burst", "1"), ("Limits:Routes:POST /api/v1/booking/holds:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();
        var token = TestTokens.Issue();

        using var first = await AskAsync(client, "/api/v1/booking/holds", token, HttpMethod.Post);

        Assert.Equal("\"POST /api/v1/booking/holds\";q=1;w=100", Assert.Single(first.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/booking/holds", token, HttpMethod.Post));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/booking/confirm", token, HttpMethod.Post));
    }

    [Theory]
    [InlineData("Limits:Routes:POST /nowhere:Burst", "1")]
    [InlineData("Limits:Sale:RatePerSecond", "0")]
    [InlineData("Limits:Scale", "0")]
    public Task A_setting_that_means_nothing_is_refused_at_start(string name, string value) => TestGateway.RefusesToStartAsync(name, value);

    [Fact]
    public async Task A_network_with_many_accounts_is_limited_as_a_whole_and_widely()
    {
        await using var gateway = Boot(
            ("Limits:Browse:Burst", "2"), ("Limits:Browse:RatePerSecond", "0.01"), ("Limits:NetworkFactor", "3"));
        using var client = gateway.NewClient();

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", TestTokens.Issue()));
        }

        using var refused = await AskAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", TestTokens.Issue());
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/booking/holds", TestTokens.Issue(), HttpMethod.Post));
    }

    [Theory]
    [InlineData("/docs/index.html")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/no/such/path")]
    public async Task What_is_in_no_lane_is_limited_too(string path)
    {
        await using var gateway = Boot(("Limits:Other:Burst", "2"), ("Limits:Other:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();

        Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync(client, path, null));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await StatusAsync(client, path, null));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, path, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null));
    }

    [Fact]
    public async Task A_path_with_another_method_is_limited_too()
    {
        await using var gateway = Boot(("Limits:Other:Burst", "1"), ("Limits:Other:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null, HttpMethod.Put));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null, HttpMethod.Put));
    }

    [Fact]
    public async Task Messages_of_the_sidecar_have_no_limit()
    {
        await using var gateway = Boot(("Limits:Other:Burst", "1"), ("Limits:Other:RatePerSecond", "0.01"));
        using var client = gateway.NewClient();

        for (var i = 0; i < 3; i++)
        {
            using var answer = await AskAsync(client, "/dapr/subscribe", null, ("dapr-api-token", TestGateway.AppToken));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Without_its_store_a_gateway_limits_on_its_own()
    {
        await using var gateway = Boot(
            ("Limits:Store", "bucketstore"), ("Limits:Browse:Burst", "3"), ("Limits:Browse:RatePerSecond", "0.01"),
            ("DAPR_GRPC_PORT", $"{Ports.Next()}"));
        using var client = gateway.NewClient();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add(await StatusAsync(client, "/api/v1/event/0199d3c4-5b1e-7c3a-9f00-000000000001", null));
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    public async ValueTask DisposeAsync() => await _sidecar.DisposeAsync();

    private KestrelHost<Forwarding.Forwarder> Boot(params (string Name, string Value)[] settings) =>
        TestGateway.Boot(_sidecar.Port, TimeProvider.System, [("Limits:Scale", "1"), .. settings]);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string? token, HttpMethod? method = null)
    {
        using var answer = await AskAsync(client, path, token, method);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string path, string? token, params (string Name, string Value)[] headers) =>
        AskAsync(client, path, token, HttpMethod.Get, headers);

    private static async Task<HttpResponseMessage> AskAsync(
        HttpClient client, string path, string? token, HttpMethod? method, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
