using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Carries one partition to one group, in order, one delivery at a time. Sleeps on the log's wake-up when it has caught up. Its position is
/// written behind the deliveries: some may come twice after a crash, none is lost.
/// </summary>
internal sealed class PartitionPump(MessageLog log, Deliveries deliveries, App app, SubscriptionSpec spec, Place place, ILogger logger)
{
    private const int ReadAtOnce = 32;
    private readonly int _size = spec.Bulk?.MaxMessages ?? 1;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await CarryAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                PubSubLog.PumpFailed(logger, e, place.Group, place.Topic, place.Partition);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task CarryAsync(CancellationToken stopping)
    {
        var arrival = log.Arrivals(place.PubSub, place.Topic, place.Partition).Next;
        var (from, messages) = await NextAsync(stopping);
        if (messages.Count == 0)
        {
            await arrival.WaitAsync(stopping);
            return;
        }

        var done = from;
        try
        {
            foreach (var batch in messages.Chunk(_size))
            {
                await deliveries.CarryAsync(app, spec, batch, stopping);
                done = batch[^1].Position;
            }
        }
        finally
        {
            if (done > from)
            {
                await log.MoveAsync(place, from, done);
            }
        }
    }

    private async Task<(long From, IReadOnlyList<StoredMessage> Messages)> NextAsync(CancellationToken stopping)
    {
        var next = await log.NextAsync(place, Math.Max(ReadAtOnce, _size), stopping);
        if (spec.Bulk is not { } bulk || next.Messages.Count == 0 || next.Messages.Count >= bulk.MaxMessages)
        {
            return next;
        }

        // Not enough for a full delivery: what else comes in the time that the app allows goes with it.
        await Task.Delay(bulk.MaxWait, stopping);
        return await log.NextAsync(place, bulk.MaxMessages, stopping);
    }
}
