using Npgsql;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.PubSub;
using TicketBooking.Sidecar.State;
using TicketBooking.Sidecar.Workflow;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Forgets what nobody needs any more, at start and every hour.</summary>
internal sealed partial class Pruner(MessageLog log, StateTable state, NpgsqlDataSource database, WorkflowRetention retention, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MessageLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await PruneAsync(stopping);
            }
            catch (NpgsqlException e)
            {
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var messages = await log.PruneAsync(now - MessageLife, cancellationToken);
        var items = await state.PruneAsync(cancellationToken);
        var workflows = retention.AnyTerminal is { } life ? await database.PurgeEndedBeforeAsync(now - life, cancellationToken) : 0;
        if (messages + items + workflows > 0)
        {
            LogPruned(messages, items, workflows);
        }
    }

    [LoggerMessage(EventId = 7030, Level = LogLevel.Information, Message = "Forgot {Messages} old messages, {Items} expired state items, {Workflows} ended workflows")]
    private partial void LogPruned(int messages, int items, int workflows);

    [LoggerMessage(EventId = 7031, Level = LogLevel.Warning, Message = "Old rows were not pruned; next attempt in an hour")]
    private partial void LogFailed(Exception exception);
}
