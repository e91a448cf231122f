using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TicketBooking.Platform;

/// <summary>
/// Writes an entry as one line, with the trace and correlation id of the request or message it belongs to. Only an error has the stack of
/// its exception: a warning is about an expected failure, which its message describes.
/// </summary>
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

        WriteException(textWriter, logEntry.Exception, withStack: logEntry.LogLevel >= LogLevel.Error);
    }

    private static void WriteException(TextWriter textWriter, Exception? exception, bool withStack)
    {
        if (exception is not null && !withStack)
        {
            textWriter.Write($" {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        }

        textWriter.WriteLine();
        if (exception is not null && withStack)
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
