using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>Remembers the path of each request that a sidecar gets: it is the sidecar's log.</summary>
internal sealed class SidecarCalls : ILoggerProvider
{
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Begin by themselves and go on: the work of workflows, keys and bans, whether the sidecar is there.</summary>
    private static readonly string[] OfNoRequest = ["/TaskHubSidecarService/", "/v1.0/invoke/event-core/", "/v1.0/healthz", "/v1.0/metadata"];

    private readonly ConcurrentQueue<string> _paths = new();

    /// <summary>Paths of all requests so far, but for those that no request of a buyer causes.</summary>
    public IReadOnlyList<string> Paths => [.. _paths.Where(path => !OfNoRequest.Any(begin => path.StartsWith(begin, StringComparison.Ordinal)))];

    public ILoggerFactory Factory() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.None).AddFilter(Requests, LogLevel.Information).AddProvider(this));

    public ILogger CreateLogger(string categoryName) => new Requested(this);

    public void Dispose()
    {
    }

    private sealed class Requested(SidecarCalls calls) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // 1 begins a request, 2 ends it.
            if (eventId.Id == 1 && state is IReadOnlyList<KeyValuePair<string, object?>> fields)
            {
                calls._paths.Enqueue($"{fields.First(field => field.Key == "Path").Value}");
            }
        }
    }
}
