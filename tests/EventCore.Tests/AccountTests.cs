using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class AccountTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Registering_logs_in_and_sets_the_refresh_cookie()
    {
        using var answer = await app.Http.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = "Ann", email = "Ann@mail.test", password = Api.Password });

        var body = await answer.ReadAsync(HttpStatusCode.Created);
        Assert.Equal("Ann", body.GetProperty("username").GetString());
        Assert.Equal("Ann@mail.test", body.GetProperty("email").GetString());
        Assert.Equal("USER", body.GetProperty("role").GetString());
        Assert.Equal("Bearer", body.GetProperty("tokenType").GetString());
        Assert.Equal(600, body.GetProperty("expiresIn").GetInt32());
        var attributes = answer.SetCookie()!.Split("; ")[1..].Order().ToArray();
        Assert.Equal(["httponly", "max-age=1209600", "path=/api/v1/auth", "samesite=strict", "secure"], attributes);
    }

    [Theory]
    [InlineData("taken", "new@mail.test")]
    [InlineData("TAKEN", "new@mail.test")]
    [InlineData("new", "taken@mail.test")]
    [InlineData("new", "Taken@Mail.test")]
    public async Task A_taken_name_and_a_taken_address_are_refused_alike(string username, string email)
    {
        using var first = await app.Http.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = "taken", email = "taken@mail.test", password = Api.Password });

        using var answer = await app.Http.PostAsJsonAsync("/api/v1/auth/create", new { username, email, password = Api.Password });

        var problem = await answer.ProblemAsync(HttpStatusCode.Conflict, "user-exists");
        Assert.Equal("The user name or the mail address is taken.", problem.GetProperty("title").GetString());
        Assert.False(problem.TryGetProperty("detail", out _));
        Assert.Null(answer.SetCookie());
    }

    [Fact]
    public async Task Of_many_registrations_of_one_name_at_the_same_time_one_succeeds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => app.Http.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = "wanted", email = $"wanted{i}@mail.test", password = Api.Password })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("""{"username":"","email":"a@mail.test","password":"long enough"}""", "username")]
    [InlineData("""{"username":"has space","email":"a@mail.test","password":"long enough"}""", "username")]
    [InlineData("""{"username":"a@b","email":"a@mail.test","password":"long enough"}""", "username")]
    [InlineData("""{"username":"bob","email":"nonsense","password":"long enough"}""", "email")]
    [InlineData("""{"username":"bob","email":"a@mail.test","password":"too short"}""", "password")]
    [InlineData("""{}""", "password")]
    [InlineData("""{"username":null,"email":null,"password":null}""", "username")]
    public async Task An_invalid_registration_names_the_field(string body, string field)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/auth/create", body: body);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("rubbish")]
    [InlineData("[]")]
    [InlineData("""{"username":5,"email":[],"password":{}}""")]
    public async Task A_body_that_cannot_be_read_is_a_problem_too(string body)
    {
        using var answer = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/auth/create", body: body);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "bad-request");
    }

    [Theory]
    [InlineData("login1")]
    [InlineData("LOGIN1")]
    [InlineData("Login1@Mail.Test")]
    public async Task Name_and_mail_address_log_in_whatever_their_case(string username)
    {
        using var created = await app.Http.PostAsJsonAsync(
            "/api/v1/auth/create", new { username = "login1", email = "login1@mail.test", password = Api.Password });

        var user = await app.Http.LogInAsync(username, Api.Password);

        Assert.Equal("login1", user.Username);
    }

    [Theory]
    [InlineData("root", "wrong password")]
    [InlineData("unknown", "wrong password")]
    [InlineData("unknown@mail.test", "wrong password")]
    public async Task A_wrong_password_and_an_unknown_user_are_refused_alike(string username, string password)
    {
        using var answer = await app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username, password });

        var problem = await answer.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-credentials");
        Assert.Equal("The user name or the password is wrong.", problem.GetProperty("title").GetString());
        Assert.Null(answer.SetCookie());
    }

    [Fact]
    public async Task A_login_with_a_null_character_is_invalid_not_an_error()
    {
        using var answer = await app.Http.SendAsync(
            HttpMethod.Post, "/api/v1/auth/login", body: """{"username":"a\u0000","password":"x"}""");

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-text");
    }

    [Fact]
    public async Task Only_a_banned_user_with_the_right_password_is_told_of_the_ban()
    {
        var user = await app.Http.RegisterAsync();
        await BanAsync(user);

        using var right = await app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username = user.Username, password = Api.Password });
        using var wrong = await app.Http.PostAsJsonAsync("/api/v1/auth/login", new { username = user.Username, password = "wrong" });
        using var refresh = await app.Http.RefreshAsync(user.RefreshToken);

        await right.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        await wrong.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-credentials");
        await refresh.ProblemAsync(HttpStatusCode.Forbidden, "user-banned");
        Assert.Null(refresh.SetCookie());
    }

    [Fact]
    public async Task The_administrator_of_the_configuration_can_log_in()
    {
        using var answer = await app.Http.PostAsJsonAsync(
            "/api/v1/auth/login", new { username = EventCoreApp.AdminUsername, password = EventCoreApp.AdminPassword });

        Assert.Equal("ADMIN", (await answer.ReadAsync(HttpStatusCode.OK)).GetProperty("role").GetString());
    }

    [Fact]
    public async Task A_hash_made_with_less_work_is_renewed_at_login()
    {
        var user = await app.Http.RegisterAsync();
        var lazy = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        var weak = lazy.HashPassword(this, Api.Password);
        await using var weaken = app.Database.DataSource.CreateCommand("UPDATE tbl_user SET password_hash = $2 WHERE id = $1");
        weaken.Parameters.Add(new() { Value = user.Id });
        weaken.Parameters.Add(new() { Value = weak });
        await weaken.ExecuteNonQueryAsync();

        await app.Http.LogInAsync(user.Username, Api.Password);

        await using var read = app.Database.DataSource.CreateCommand("SELECT password_hash FROM tbl_user WHERE id = $1");
        read.Parameters.Add(new() { Value = user.Id });
        Assert.NotEqual(weak, await read.ExecuteScalarAsync());
        await app.Http.LogInAsync(user.Username, Api.Password);
    }

    private async Task BanAsync(TestUser user)
    {
        await using var ban = app.Database.DataSource.CreateCommand("UPDATE tbl_user SET banned_at = now() WHERE id = $1");
        ban.Parameters.Add(new() { Value = user.Id });
        await ban.ExecuteNonQueryAsync();
    }
}
