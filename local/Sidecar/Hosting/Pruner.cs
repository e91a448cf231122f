using Npgsql;
using TicketBooking.Sidecar.PubSub;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Forgets what nobody needs any more, at start and every hour.</summary>
internal sealed class Pruner(MessageLog log, TimeProvider time, ILogger logger)
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
                var count = await log.PruneAsync(time.GetUtcNow() - MessageLife, stopping);
                if (count > 0)
                {
                    PubSubLog.Pruned(logger, count);
                }
            }
            catch (NpgsqlException e)
            {
                PubSubLog.PruneFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
