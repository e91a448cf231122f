using Microsoft.Extensions.Logging;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>The warnings of one part, with their stacks.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    public List<string> Warnings { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
        {
            Warnings.Add($"{formatter(state, exception)}{exception}");
        }
    }
}
