using System.Net;
using System.Net.Http.Json;
using Npgsql;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class BanTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    private const string WaitingForLocks = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND $1 = 0
        """;

    [Fact]
    public async Task A_ban_ends_sessions_and_tokens_here_at_once_and_no_others()
    {
        var (admin, user, other) = (await AdminAsync(), await app.Http.RegisterAsync(), await app.Http.RegisterAsync());

        await AssertDoneAsync("ban", admin, user.Id);

        using var token = await app.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);
        using var refresh = await app.Http.RefreshAsync(user.RefreshToken);
        using var logIn = await LogInAsync(user);
        await token.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        await refresh.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        await logIn.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        Assert.Equal(0, await LiveSessionsAsync(user));
        Assert.Equal(1, await LiveSessionsAsync(other));
        using var untouched = await app.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", other);
        await untouched.ReadAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_user_whose_ban_is_lifted_logs_in_again_and_old_sessions_stay_ended()
    {
        var (admin, user) = (await AdminAsync(), await app.Http.RegisterAsync());
        await AssertDoneAsync("ban", admin, user.Id);

        await AssertDoneAsync("unban", admin, user.Id);

        using var token = await app.Http.SendAsync(HttpMethod.Get, "/api/v1/event/events", user);
        using var refresh = await app.Http.RefreshAsync(user.RefreshToken);
        await token.ReadAsync(HttpStatusCode.OK);
        await refresh.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        await app.Http.LogInAsync(user.Username, Api.Password);
    }

    [Fact]
    public async Task A_ban_and_its_end_may_be_said_twice()
    {
        var (admin, user) = (await AdminAsync(), await app.Http.RegisterAsync());

        await AssertDoneAsync("ban", admin, user.Id);
        await AssertDoneAsync("ban", admin, user.Id);
        Assert.Equal(1, await app.CountAsync("SELECT count(*) FROM tbl_user WHERE id = $1 AND banned_at IS NOT NULL", user.Id));

        await AssertDoneAsync("unban", admin, user.Id);
        await AssertDoneAsync("unban", admin, user.Id);
        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM tbl_user WHERE id = $1 AND banned_at IS NOT NULL", user.Id));
    }

    [Theory]
    [InlineData("ban")]
    [InlineData("unban")]
    public async Task Only_an_administrator_bans_and_only_an_existing_user(string verb)
    {
        var (admin, user, victim) = (await AdminAsync(), await app.Http.RegisterAsync(), await app.Http.RegisterAsync());

        using var anonymous = await PostAsync(verb, null, victim.Id);
        using var byUser = await PostAsync(verb, user, victim.Id);
        using var unknown = await PostAsync(verb, admin, Guid.CreateVersion7());

        await anonymous.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await byUser.ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "user-not-found");
        await app.Http.LogInAsync(victim.Username, Api.Password);
    }

    [Fact]
    public async Task An_administrator_cannot_ban_the_own_account()
    {
        var admin = await AdminAsync();

        using var answer = await PostAsync("ban", admin, admin.Id);

        await answer.ProblemAsync(HttpStatusCode.Conflict, "cannot-ban-yourself");
        await AdminAsync();
    }

    [Fact]
    public async Task Of_two_administrators_who_ban_each_other_one_is_left()
    {
        var (left, right, admin) = (await NewAdminAsync(), await NewAdminAsync(), await AdminAsync());

        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(PostAsync("ban", left, right.Id), PostAsync("ban", right, left.Id));

            var winner = answers.Select((answer, i) => (answer, i)).Single(a => a.answer.StatusCode == HttpStatusCode.NoContent).i;
            await answers[1 - winner].ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
            await AssertDoneAsync("unban", admin, winner == 0 ? right.Id : left.Id);
        }
    }

    [Theory]
    [InlineData("login")]
    [InlineData("refresh")]
    public async Task A_login_during_the_ban_gets_no_session(string verb)
    {
        var user = await app.Http.RegisterAsync();
        await using var connection = await app.Database.DataSource.OpenConnectionAsync();
        await using var banning = await connection.BeginTransactionAsync();
        await using var ban = new NpgsqlCommand("UPDATE tbl_user SET banned_at = now() WHERE id = $1", connection);
        ban.Parameters.Add(new() { Value = user.Id });
        await ban.ExecuteNonQueryAsync();

        var asking = verb == "login" ? LogInAsync(user) : app.Http.RefreshAsync(user.RefreshToken);
        await Eventually.EqualsAsync(true, async () => asking.IsCompleted || await app.CountAsync(WaitingForLocks, 0) > 0);
        await banning.CommitAsync();

        using var answer = await asking;
        await answer.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        Assert.Equal(1, await app.CountAsync("SELECT count(*) FROM tbl_session WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task Others_are_told_of_a_ban_for_as_long_as_a_token_could_live()
    {
        var (admin, user, other) = (await AdminAsync(), await app.Http.RegisterAsync(), await app.Http.RegisterAsync());
        await AssertDoneAsync("ban", admin, user.Id);
        await AssertDoneAsync("ban", admin, other.Id);
        await SetAsync("banned_at = now() - interval '14 minutes'", user);
        await SetAsync("banned_at = now() - interval '15 minutes'", other);

        using var answer = await app.Http.GetAsync(new Uri("/internal/banned-users", UriKind.Relative));

        var told = (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("users").EnumerateArray().Select(id => id.GetGuid()).ToArray();
        Assert.Contains(user.Id, told);
        Assert.DoesNotContain(other.Id, told);
        using var logIn = await LogInAsync(other);
        await logIn.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
    }

    private Task<TestUser> AdminAsync() => app.Http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);

    private async Task<TestUser> NewAdminAsync()
    {
        var user = await app.Http.RegisterAsync();
        await SetAsync("role = 'ADMIN'", user);
        return await app.Http.LogInAsync(user.Username, Api.Password);
    }

    private async Task SetAsync(string what, TestUser user) => Assert.Equal(1, await app.CountAsync(
        $"WITH changed AS (UPDATE tbl_user SET {what} WHERE id = $1 RETURNING 1) SELECT count(*) FROM changed", user.Id));

    private Task<HttpResponseMessage> LogInAsync(TestUser user) =>
        app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username = user.Username, password = Api.Password });

    private Task<long> LiveSessionsAsync(TestUser user) =>
        app.CountAsync("SELECT count(*) FROM tbl_session WHERE user_id = $1 AND revoked_at IS NULL", user.Id);

    private async Task AssertDoneAsync(string verb, TestUser admin, Guid userId)
    {
        using var answer = await PostAsync(verb, admin, userId);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string verb, TestUser? caller, Guid userId) =>
        app.Http.SendAsync(HttpMethod.Post, $"/api/v1/admin/{verb}/user/{userId}", caller);
}
