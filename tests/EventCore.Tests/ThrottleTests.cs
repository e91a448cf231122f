using System.Net;
using TicketBooking.EventCore.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>With waits so long that none ends by itself; what ends one here is the database.</summary>
public sealed class ThrottleTests : IAsyncLifetime
{
    private const string Home = "203.0.113.7";
    private const string Wrong = "not the right password";

    private TestPostgres _database = null!;
    private EventCoreApp _app = null!;
    private EventCoreApp _other = null!;

    public async ValueTask InitializeAsync()
    {
        (string, string)[] settings =
        [
            ("Auth:Throttle:FirstWait", "00:10:00"), ("Auth:Throttle:LongestWait", "00:20:00"), ("Auth:Throttle:ForgottenAfter", "01:00:00"),
            ("Auth:Throttle:AddressFailures", "12"), ("Auth:Throttle:AddressAccounts", "4"),
        ];
        _database = await TestPostgres.CreateAsync();
        _app = EventCoreApp.Start(_database, settings);
        _other = EventCoreApp.Start(_database, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task After_five_wrong_passwords_every_instance_refuses_the_right_one_for_a_while()
    {
        var user = await _app.Http.RegisterAsync();
        await FailAsync(user.Username, 5);

        foreach (var app in new[] { _app, _other })
        {
            using var right = await LogInAsync(app, user.Username, Api.Password);
            using var wrong = await LogInAsync(app, user.Username, Wrong);
            await right.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
            await wrong.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
            Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        }

        await EndWaitsAsync();
        await _app.Http.LogInAsync(user.Username, Api.Password);
        await FailAsync(user.Username, 5);
    }

    [Fact]
    public async Task An_unknown_name_is_throttled_like_any_other()
    {
        await FailAsync("unknown-name", 5);

        using var answer = await LogInAsync(_app, "Unknown-Name", Wrong);
        await answer.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    [Fact]
    public async Task An_account_has_one_count_by_name_and_by_mail_address_in_any_case()
    {
        var name = "many-names";
        using var made = await CreateAsync(name, Home);
        await made.ReadAsync(HttpStatusCode.Created);
        string[] names = [name, $"{name}@mail.test", name.ToUpperInvariant(), $"{name}@MAIL.test", name];
        foreach (var typed in names)
        {
            await FailAsync(typed, 1);
        }

        foreach (var typed in names)
        {
            await WaitAsync(typed);
        }

        await EndWaitsAsync();
        await _app.Http.LogInAsync($"{name}@mail.test", Api.Password);
        await FailAsync(name, 5);
    }

    [Fact]
    public async Task Of_fifty_guesses_at_the_same_moment_five_are_looked_at()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => LogInAsync(i % 2 == 0 ? _app : _other, "crowded", Wrong)));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(45, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task The_wait_grows_with_each_failure_but_not_for_ever()
    {
        await FailAsync("stubborn", 5);
        await EndWaitsAsync();
        await FailAsync("stubborn", 1);
        Assert.InRange(await WaitAsync("stubborn"), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(20));

        await EndWaitsAsync();
        await FailAsync("stubborn", 1);
        Assert.InRange(await WaitAsync("stubborn"), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task A_pause_resets_the_count_of_attempts()
    {
        await FailAsync("patient", 5);
        await RunAsync("UPDATE tbl_attempt SET last_at = last_at - interval '61 minutes', blocked_until = blocked_until - interval '61 minutes'");

        await FailAsync("patient", 5);
        await WaitAsync("patient");
    }

    [Fact]
    public async Task Guesses_from_elsewhere_do_not_lock_the_owner_out_of_a_known_address()
    {
        var user = await _app.Http.RegisterAsync();
        using var first = await LogInAsync(_app, user.Username, Api.Password, Home);
        await first.ReadAsync(HttpStatusCode.OK);
        for (var guess = 0; guess < 5; guess++)
        {
            using var failed = await LogInAsync(_app, user.Username, Wrong, $"198.51.100.{guess}");
            await failed.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-credentials");
        }

        using var stranger = await LogInAsync(_app, user.Username, Api.Password, "198.51.100.99");
        using var owner = await LogInAsync(_app, user.Username, Api.Password, Home);

        await stranger.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
        await owner.ReadAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")]
    public async Task One_address_that_tries_many_names_has_to_wait(string address, string same)
    {
        for (var i = 0; i < 12; i++)
        {
            using var failed = await LogInAsync(_app, $"name{i}", Wrong, address);
            await failed.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-credentials");
        }

        using var refused = await LogInAsync(_other, "another-name", Wrong, same);
        using var elsewhere = await LogInAsync(_other, "another-name", Wrong, "192.0.2.2");
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
        await elsewhere.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Fact]
    public async Task Right_passwords_do_not_count_against_an_address()
    {
        var user = await _app.Http.RegisterAsync();

        for (var i = 0; i < 14; i++)
        {
            using var answer = await LogInAsync(_app, user.Username, Api.Password, Home);
            await answer.ReadAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task One_address_makes_a_limited_number_of_accounts()
    {
        for (var i = 0; i < 4; i++)
        {
            using var made = await CreateAsync($"made{i}", Home);
            await made.ReadAsync(HttpStatusCode.Created);
        }

        using var refused = await CreateAsync("made4", Home);
        using var elsewhere = await CreateAsync("made4", "192.0.2.2");
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
        Assert.NotNull(refused.Headers.RetryAfter);
        await elsewhere.ReadAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_table_names_neither_accounts_nor_addresses_and_is_pruned()
    {
        using var failed = await LogInAsync(_app, "secretive", Wrong, Home);
        await using var read = _database.DataSource.CreateCommand("SELECT string_agg(to_jsonb(a)::text, ',') FROM tbl_attempt a");
        var rows = (string)(await read.ExecuteScalarAsync())!;
        Assert.DoesNotContain("secretive", rows, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Home, rows, StringComparison.Ordinal);

        await RunAsync("UPDATE tbl_attempt SET last_at = now() - interval '2 days'");
        Assert.Equal(2, await AttemptTable.PruneAsync(_database.DataSource, TimeSpan.FromDays(1), TimeSpan.FromDays(90), default));
    }

    private static Task<HttpResponseMessage> LogInAsync(EventCoreApp app, string username, string password, string? address = null) =>
        app.Http.SendAsync(HttpMethod.Post, "/api/v1/auth/login", null, new { username, password }, ("X-Forwarded-For", address));

    private Task<HttpResponseMessage> CreateAsync(string username, string address) => _app.Http.SendAsync(
        HttpMethod.Post,
        "/api/v1/auth/create",
        null,
        new { username, email = $"{username}@mail.test", password = Api.Password },
        ("X-Forwarded-For", address));

    private async Task FailAsync(string username, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var answer = await LogInAsync(_app, username, Wrong);
            await answer.ProblemAsync(HttpStatusCode.Unauthorized, "invalid-credentials");
        }
    }

    private async Task<TimeSpan> WaitAsync(string username)
    {
        using var answer = await LogInAsync(_app, username, Wrong);
        await answer.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
        return answer.Headers.RetryAfter!.Delta!.Value;
    }

    private Task EndWaitsAsync() => RunAsync("UPDATE tbl_attempt SET blocked_until = now() WHERE blocked_until > now()");

    private async Task RunAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
