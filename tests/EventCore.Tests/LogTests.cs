using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TicketBooking.EventCore.Security;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class LogTests(TestPostgres database) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task S1_12_no_password_and_no_token_is_written_to_the_log()
    {
        var log = new FakeLogCollector();
        await using var service = new KestrelHost<IssuerStart>(
            EventCoreApp.Settings(database, ("Logging:LogLevel:Default", "Trace"), ("Logging:Console:LogLevel:Default", "None")),
            services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));
        using var http = EventCoreApp.ClientOf(service.Port);

        var registered = await http.RegisterAsync();
        var loggedIn = await http.LogInAsync(registered.Username, Api.Password);
        using var refresh = await http.RefreshAsync(loggedIn.RefreshToken);
        var refreshed = await Api.SignedInAsync(refresh, HttpStatusCode.OK);
        using var reuse = await http.RefreshAsync(loggedIn.RefreshToken);

        string[] secrets =
        [
            Api.Password, EventCoreApp.AdminPassword, EventCoreApp.KeyEncryptionKey,
            .. new[] { registered, loggedIn, refreshed }.SelectMany(user => new[] { user.AccessToken, user.RefreshToken }),
        ];
        Assert.Contains(Lines(log), line => line.StartsWith("A used refresh token", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines(log), line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_came_in_and_who_was_kept_out_is_logged_without_what_was_typed()
    {
        var log = new FakeLogCollector();
        await using var service = new KestrelHost<IssuerStart>(
            EventCoreApp.Settings(database, ("Auth:Throttle:AccountFailures", "2")), services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log)));
        using var http = EventCoreApp.ClientOf(service.Port);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        var user = await http.RegisterAsync();
        await http.LogInAsync(user.Username, Api.Password);
        foreach (var (name, password) in new[] { (user.Username, "wrong 1"), (user.Username, "wrong 2"), (user.Username, "wrong 3"), ("password as name", "wrong 4") })
        {
            using var refused = await http.PostAsJsonAsync("/api/v1/auth/login", new { username = name, password });
        }

        Assert.Equal(
            [
                $"User {user.Id} has a new account, made from 192.0.2.7. ",
                $"User {user.Id} logged in from 192.0.2.7. ",
                $"A login to account {user.Id} from 192.0.2.7 failed. ",
                $"A login to account {user.Id} from 192.0.2.7 failed. ",
                $"A login to account {user.Id} from 192.0.2.7 has to wait after too many failures. ",
                "A login to account (null) from 192.0.2.7 failed. ",
            ],
            Lines(log).Where(line => line.Contains("192.0.2.7", StringComparison.Ordinal)));
        Assert.DoesNotContain(Lines(log), line => line.Contains("password as name", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(FakeLogCollector log) => log.GetSnapshot().Select(entry => $"{entry.Message} {entry.Exception}");
}
