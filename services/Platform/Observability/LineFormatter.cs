using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TicketBooking.Platform;

/// <summary>
/// Writes an entry as one line, with the trace and correlation id of the request or message it belongs to. Only an error has the stack of
/// its exception: a warning is about an expected failure, which its message describes. No text that a client sent can begin a line.
/// </summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.Write($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Short(logEntry.LogLevel)} {LastPart(logEntry.Category)}: {message}");
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
            textWriter.Write($" {exception.GetType().Name}: {OneLine(exception.Message)}");
        }

        textWriter.WriteLine();
        if (exception is not null && withStack)
        {
            textWriter.WriteLine($"  {exception.ToString().ReplaceLineEndings("\n  ")}");
        }
    }

    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}")) : text;

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
