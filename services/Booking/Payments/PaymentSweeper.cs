using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Finishes what a crash left unfinished; without a crash it is not needed. Each step has its own timer, so that a provider or a workflow
/// engine that hangs delays only the steps that need it. Any number of instances may run, because each step may be done twice.
/// </summary>
internal sealed partial class PaymentSweeper(
    NpgsqlDataSource database, SweepSteps steps, IOptions<PaymentOptions> options, TimeProvider clock, ILogger<PaymentSweeper> logger)
    : BackgroundService
{
    /// <summary>A sweep that takes longer ends here. The next one goes on behind it, so that each attempt has its turn.</summary>
    public static readonly TimeSpan LongestSweep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, BacklogPosition> _positions = new(StringComparer.Ordinal);

    public IReadOnlyList<SweepStep> Steps { get; } = steps.All(options.Value.Grace);

    /// <summary>
    /// Does a step for the whole backlog, page by page, as far as the time allows. An attempt that fails delays no other: it is passed, and
    /// tried again when its turn comes in a later sweep.
    /// </summary>
    public async Task SweepAsync(SweepStep step, CancellationToken cancellationToken)
    {
        var failures = new Failures();
        await TryAsync(failures, () => PassAsync(step, failures, cancellationToken), cancellationToken);
        if (failures.Count > 0)
        {
            LogFailed(step.Name, failures.Count, failures.First);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Steps.Select(step => RepeatAsync(step, stoppingToken)));

    private async Task RepeatAsync(SweepStep step, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        do
        {
            await SweepAsync(step, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PassAsync(SweepStep step, Failures failures, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (await PageAsync(step, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var (attempt, position) in page)
            {
                await TryAsync(failures, () => step.Finish(attempt, cancellationToken), cancellationToken);
                _positions[step.Name] = position;
                if (clock.GetElapsedTime(begun) >= LongestSweep)
                {
                    return;
                }
            }
        }

        _positions.TryRemove(step.Name, out _);
    }

    private Task<List<UnfinishedPayment>> PageAsync(SweepStep step, CancellationToken cancellationToken) =>
        UnfinishedPayments.PageAsync(
            database, step.Backlog, step.Age, _positions.GetValueOrDefault(step.Name), cancellationToken);

    private static async Task TryAsync(Failures failures, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Add(exception);
        }
    }

    [LoggerMessage(3050, LogLevel.Warning, "Could not {Step}: {Count} failures in this sweep, which later sweeps try again. The first: {Reason}")]
    private partial void LogFailed(string step, int count, string reason);
}
