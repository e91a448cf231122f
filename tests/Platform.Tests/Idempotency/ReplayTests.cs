using System.Net;
using Xunit;

namespace TicketBooking.Platform.Tests.Idempotency;

public sealed class ReplayTests : IAsyncLifetime
{
    private ShopService _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await ShopService.StartAsync();

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task The_same_request_gets_the_first_answer_and_runs_once()
    {
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k");
        using var second = await user.PostAsync("k");

        Assert.Equal(1, _shop.Runs);
        Assert.False(first.IsReplayed());
        Assert.True(second.IsReplayed());
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.Equal("/things/1", second.Headers.Location?.ToString());
        Assert.Equal("\"1\"", second.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Of_many_keys_at_once_each_runs_once_and_gets_its_own_answer_again()
    {
        const int Keys = 60;
        using var user = _shop.NewUser();
        _shop.Handle = (run, _) => Task.FromResult<IResult>(
            run % 2 == 0 ? TypedResults.Ok(new { run }) : TypedResults.Conflict(new { run }));

        string[] keys = [.. Enumerable.Range(0, Keys).Select(n => $"k{n}")];
        var first = await Task.WhenAll(keys.Select(key => user.PostAsync(key)));
        var again = await Task.WhenAll(keys.Select(key => user.PostAsync(key)));

        Assert.Equal(Keys, _shop.Runs);
        Assert.Equal(
            await Task.WhenAll(first.Select(answer => answer.Content.ReadAsStringAsync())),
            await Task.WhenAll(again.Select(answer => answer.Content.ReadAsStringAsync())));
        Assert.Equal(Keys, (await Task.WhenAll(first.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct().Count());
        Assert.All(again, answer => Assert.True(answer.IsReplayed()));
        Array.ForEach([.. first, .. again], answer => answer.Dispose());
    }

    [Fact]
    public async Task A_cookie_is_sent_once_and_never_kept()
    {
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k");
        using var second = await user.PostAsync("k");

        Assert.True(first.Headers.Contains("Set-Cookie"));
        Assert.False(second.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("secret", await _shop.SqlAsync<string>("SELECT row_to_json(t)::text FROM tbl_idempotency_key t"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_every_request_runs()
    {
        using var user = _shop.NewUser();

        using var first = await user.PostAsync(key: null);
        using var second = await user.PostAsync(key: null);

        Assert.Equal((1, 2), (await first.RunAsync(), await second.RunAsync()));
        Assert.Equal(0L, await _shop.SqlAsync<long>("SELECT count(*) FROM tbl_idempotency_key"));
    }

    [Fact]
    public async Task Two_users_may_use_the_same_key()
    {
        using var one = _shop.NewUser();
        using var other = _shop.NewUser();

        using var first = await one.PostAsync("k");
        using var second = await other.PostAsync("k");

        Assert.Equal((1, 2), (await first.RunAsync(), await second.RunAsync()));
        Assert.False(second.IsReplayed());
    }

    [Theory]
    [InlineData("""{"name":"abc","seatCount":2}""", "")]
    [InlineData(Post.Body, "?other=1")]
    public async Task Another_request_with_the_key_is_422_and_does_not_run(string body, string query)
    {
        using var user = _shop.NewUser();
        using var first = await user.PostAsync("k");

        using var other = await user.PostAsync("k", body, query);
        using var again = await user.PostAsync("k");

        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal(1, await again.RunAsync());
        Assert.Equal(1, _shop.Runs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ключ")]
    [InlineData("a\tb")]
    [InlineData("256")]
    public async Task A_malformed_key_is_400(string key)
    {
        using var user = _shop.NewUser();

        using var answer = await user.PostAsync(key == "256" ? new string('k', 256) : key);

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-idempotency-key");
        Assert.Equal(0, _shop.Runs);
    }

    [Fact]
    public async Task The_longest_key_is_accepted()
    {
        using var user = _shop.NewUser();

        using var answer = await user.PostAsync(new string('~', 255));

        Assert.Equal(1, await answer.RunAsync());
    }

    [Fact]
    public async Task A_refusal_is_replayed_with_its_problem()
    {
        _shop.Handle = (_, _) => Task.FromResult<IResult>(Problem.Conflict("taken", "Taken."));
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k");
        using var second = await user.PostAsync("k");

        await second.AssertProblemAsync(HttpStatusCode.Conflict, "taken");
        Assert.True(second.IsReplayed());
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(1, _shop.Runs);
    }

    [Theory]
    [InlineData("{", "bad-request")]
    [InlineData("""{"name":"x","seatCount":100}""", "invalid-request")]
    public async Task A_body_that_does_not_bind_has_its_problem_each_time(string body, string slug)
    {
        using var user = _shop.NewUser();

        using var first = await user.PostAsync("k", body);
        using var second = await user.PostAsync("k", body);

        await first.AssertProblemAsync(HttpStatusCode.BadRequest, slug);
        await second.AssertProblemAsync(HttpStatusCode.BadRequest, slug);
        Assert.Equal((false, true), (first.IsReplayed(), second.IsReplayed()));
    }

    [Fact]
    public async Task A_body_larger_than_a_sidecar_passes_on_is_413()
    {
        using var user = _shop.NewUser();
        user.DefaultRequestHeaders.ExpectContinue = true;

        using var answer = await user.PostAsync("k", $$"""{"name":"{{new string('x', 4 * 1024 * 1024)}}","seatCount":1}""");

        await answer.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
    }

    [Fact]
    public async Task Only_old_keys_are_pruned()
    {
        using var user = _shop.NewUser();
        using var old = await user.PostAsync("old");
        await _shop.SqlAsync<Guid>("UPDATE tbl_idempotency_key SET claimed_at = now() - interval '49 hours' RETURNING claim_id");
        using var recent = await user.PostAsync("recent");

        Assert.Equal(1, await _shop.PruneAsync());
        Assert.Equal("recent", await _shop.SqlAsync<string>("SELECT key FROM tbl_idempotency_key"));
        Assert.Equal(2, _shop.PruningJobs);
    }
}
