using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.EventCore.Security;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

public sealed class LogTests(TestPostgres database) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task S1_12_no_password_and_no_token_is_written_to_the_log()
    {
        using var log = new Lines();
        await using var service = new KestrelHost<IssuerStart>(
            EventCoreApp.Settings(database, ("Logging:LogLevel:Default", "Trace"), ("Logging:Console:LogLevel:Default", "None")),
            services => services.AddSingleton<ILoggerProvider>(log));
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
        Assert.Contains(log.All, line => line.StartsWith("A used refresh token", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
