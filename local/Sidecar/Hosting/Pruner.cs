using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.PubSub;
using TicketBooking.Sidecar.State;
using TicketBooking.Sidecar.Workflow;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Deletes expired data at start and every hour.</summary>
internal sealed partial class Pruner(NpgsqlDataSource database, ComponentSet components, TimeProvider time, ILogger<Pruner> logger) : ProcessTask
{
    private static readonly TimeSpan MessageLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await MessageLog.PruneAsync(database, now - MessageLife, cancellationToken);
        await StateStore.PruneAsync(database, cancellationToken);
        if (components.WorkflowLife is { } life)
        {
            await InstanceTable.PurgeEndedBeforeAsync(database, now - life, cancellationToken);
        }
    }

    [LoggerMessage(7031, LogLevel.Warning, "Old rows were not pruned; next attempt in an hour")]
    private partial void LogFailed(Exception exception);
}
