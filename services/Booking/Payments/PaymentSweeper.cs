using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Finishes what a crash left unfinished; without a crash it is not needed. Each step has its own timer, so that a provider or a workflow
/// engine that hangs delays only the steps that need it. Any number of instances may run, because each step may be done twice.
/// </summary>
internal sealed partial class PaymentSweeper(
    NpgsqlDataSource database, SweepSteps steps, IOptions<PaymentOptions> options, TimeProvider clock, ILogger<PaymentSweeper> logger)
    : BackgroundService
{
    public IReadOnlyList<SweepStep> Steps { get; } = steps.All(options.Value.Grace);

    /// <summary>Does a step once for all attempts that it finds. A failure delays no other attempt; the next sweep tries again.</summary>
    public async Task SweepAsync(SweepStep step, CancellationToken cancellationToken)
    {
        List<AttemptRow> found = [];
        await TryAsync(step, async () => found = await step.Find(database, step.Age, cancellationToken), cancellationToken);
        foreach (var attempt in found)
        {
            await TryAsync(step, () => step.Finish(attempt, cancellationToken), cancellationToken);
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

    private async Task TryAsync(SweepStep step, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, step.Name);
        }
    }

    [LoggerMessage(3050, LogLevel.Warning, "Could not {Step}; trying again at the next sweep.")]
    private partial void LogFailed(Exception exception, string step);
}
