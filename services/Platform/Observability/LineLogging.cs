using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace TicketBooking.Platform;

/// <summary>
/// One line a log entry. Set <c>Logging__Console__FormatterName=json</c> where a machine reads the logs.
/// </summary>
internal static class LineLogging
{
    /// <summary>Libraries that log every request, statement or workflow turn below the level given.</summary>
    private static readonly (string Category, LogLevel Least)[] Libraries =
    [
        ("Microsoft.AspNetCore", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore", LogLevel.Warning),
        ("System.Net.Http", LogLevel.Warning),
        ("Npgsql", LogLevel.Warning),
        ("Dapr.Workflow", LogLevel.Warning),
        // Two stack traces every five seconds while the sidecar is away. What an activity or a workflow throws is logged by the worker itself.
        ("Dapr.Workflow.Worker.Grpc", LogLevel.None),
        // Each failed call again, which its caller gets as an exception.
        ("Grpc", LogLevel.None),
    ];

    public static void AddLineLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        foreach (var (category, least) in Libraries)
        {
            builder.Logging.AddFilter(category, least);
        }
    }
}
