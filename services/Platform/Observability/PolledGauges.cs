using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>
/// Gauges whose values are read from the database every 15 seconds, while an exporter listens to them. After a failure they have no value until
/// the next reading succeeds: an old one would look like a present one.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="clock">Measures the 15 seconds.</param>
/// <param name="logger">Logs a failure.</param>
public abstract partial class PolledGauges<T>(TimeProvider clock, ILogger logger) : BackgroundService
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private volatile T? _latest;

    /// <summary>What was read last; null when there is none.</summary>
    protected T? Latest => _latest;

    /// <summary>Whether an exporter listens.</summary>
    protected abstract bool IsHeard { get; }

    /// <summary>Reads the values.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    protected abstract Task<T> ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            _latest = IsHeard ? await TryReadAsync(stoppingToken) : null;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<T?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            LogFailed(exception, GetType().Name);
            return null;
        }
    }

    [LoggerMessage(124, LogLevel.Warning, "{Gauges} could not be read; trying again.")]
    private partial void LogFailed(Exception exception, string gauges);
}
