using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TicketBooking.Platform;

/// <summary>
/// One line a log entry, with the trace and correlation id of the request or message it belongs to. Set
/// <c>Logging__Console__FormatterName=json</c> where a machine reads the logs.
/// </summary>
internal static class LineLogging
{
    public static void AddLineLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
    }
}

internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write($"{clock.GetUtcNow():HH:mm:ss.fff} {Short(logEntry.LogLevel)} {LastPart(logEntry.Category)}: {message}");
        if (Activity.Current is { } activity)
        {
            textWriter.Write($" trace={activity.TraceId}");
            if (activity.GetBaggageItem(CorrelationId.BaggageKey) is { } correlation)
            {
                textWriter.Write($" correlation={correlation}");
            }
        }

        textWriter.WriteLine();
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    private static string LastPart(string category) => category[(category.LastIndexOf('.') + 1)..];

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "FAIL",
        _ => "CRIT",
    };
}
