using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class RefreshTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Each_refresh_gives_a_new_token_and_keeps_name_and_role()
    {
        var first = await app.Http.LogInAsync(EventCoreApp.AdminUsername, EventCoreApp.AdminPassword);

        var second = await RefreshedAsync(first.RefreshToken);
        var third = await RefreshedAsync(second.RefreshToken);

        Assert.Equal(3, new[] { first.RefreshToken, second.RefreshToken, third.RefreshToken }.Distinct().Count());
        Assert.Equal(first.Id, third.Id);
        Assert.Equal("ADMIN", Tokens.Read(third.AccessToken).GetClaim("role").Value);
    }

    [Fact]
    public async Task S1_11_the_cookie_that_is_set_is_the_one_that_is_read()
    {
        using var logIn = await app.Http.PostAsJsonAsync(
            "/api/v1/auth/login", new { username = EventCoreApp.AdminUsername, password = EventCoreApp.AdminPassword });
        var nameAndValue = logIn.SetCookie()!.Split(';')[0];

        using var refresh = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", headers: ("Cookie", nameAndValue));

        Assert.Equal("ADMIN", (await refresh.ReadAsync(HttpStatusCode.OK)).GetProperty("role").GetString());
    }

    [Fact]
    public async Task Using_a_token_twice_ends_its_whole_family_and_no_other()
    {
        var user = await app.Http.RegisterAsync();
        var elsewhere = await app.Http.LogInAsync(user.Username, Api.Password);
        var successor = await RefreshedAsync(user.RefreshToken);

        using var reuse = await app.Http.RefreshAsync(user.RefreshToken);
        using var afterwards = await app.Http.RefreshAsync(successor.RefreshToken);

        await reuse.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        await afterwards.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        await RefreshedAsync(elsewhere.RefreshToken);
    }

    [Fact]
    public async Task A_token_that_is_used_many_times_at_once_works_once_and_ends_the_family()
    {
        var user = await app.Http.RegisterAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => app.Http.RefreshAsync(user.RefreshToken)));

        var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        using var afterwards = await app.Http.RefreshAsync(Api.RefreshTokenIn(winner));
        await afterwards.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_clears_the_cookie()
    {
        var user = await app.Http.RegisterAsync();

        using var logOut = await app.Http.LogOutAsync(user.RefreshToken);
        using var refresh = await app.Http.RefreshAsync(user.RefreshToken);

        Assert.Equal(HttpStatusCode.NoContent, logOut.StatusCode);
        Assert.StartsWith("refresh_token=; expires=Thu, 01 Jan 1970", logOut.SetCookie(), StringComparison.Ordinal);
        await refresh.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rubbish")]
    public async Task An_unknown_token_refreshes_nothing_and_may_log_out(string? cookie)
    {
        using var refresh = await app.Http.RefreshAsync(cookie);
        using var logOut = await app.Http.LogOutAsync(cookie);

        await refresh.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        Assert.Equal(HttpStatusCode.NoContent, logOut.StatusCode);
    }

    [Fact]
    public async Task An_expired_token_is_refused_but_is_no_sign_of_theft()
    {
        var user = await app.Http.RegisterAsync();
        var current = await RefreshedAsync(user.RefreshToken);
        await ExecuteAsync(
            """
            UPDATE tbl_refresh_token SET expires_at = now()
            WHERE used_at IS NULL AND session_id IN (SELECT id FROM tbl_session WHERE user_id = $1)
            """,
            user);

        using var refresh = await app.Http.RefreshAsync(current.RefreshToken);

        await refresh.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        Assert.Equal(0L, await ExecuteAsync("SELECT count(*) FROM tbl_session WHERE user_id = $1 AND revoked_at IS NOT NULL", user));
    }

    [Fact]
    public async Task The_database_does_not_hold_what_a_thief_could_present()
    {
        var user = await app.Http.RegisterAsync();

        Assert.Equal(0L, await ExecuteAsync(
            "SELECT count(*) FROM tbl_refresh_token WHERE position(convert_to($1, 'UTF8') IN hash) > 0", user.RefreshToken));
        Assert.Equal(1L, await ExecuteAsync(
            "SELECT count(*) FROM tbl_refresh_token WHERE hash = sha256(convert_to($1, 'UTF8'))", user.RefreshToken));
    }

    private async Task<TestUser> RefreshedAsync(string cookie)
    {
        using var answer = await app.Http.RefreshAsync(cookie);
        return await Api.SignedInAsync(answer, HttpStatusCode.OK);
    }

    private Task<object?> ExecuteAsync(string sql, TestUser user) => ExecuteAsync(sql, (object)user.Id);

    private async Task<object?> ExecuteAsync(string sql, object parameter)
    {
        await using var command = app.Database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteScalarAsync();
    }
}
