using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Carries one partition to one group, in order, one delivery at a time. A delivery has what is there and waits for no more: the next
/// gathers while it is under way. Sleeps on the log's wake-up when it has caught up. The position is written with the next reading, behind
/// the deliveries: some may come twice after a crash, none is lost.
/// </summary>
internal sealed class PartitionPump(MessageLog log, Deliveries deliveries, App app, SubscriptionSpec spec, Place place, ILogger logger)
{
    private const int ReadAtOnce = 32;
    private readonly int _size = spec.Bulk?.MaxMessages ?? 1;

    // What was read last begins behind the first; what is delivered of it ends with the second.
    private long _from;
    private long _done;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await TryCarryAsync(stopping);
            }
        }
        finally
        {
            if (_done > _from)
            {
                await log.MoveAsync(place, _from, _done);
            }
        }
    }

    private async Task TryCarryAsync(CancellationToken stopping)
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

    private async Task CarryAsync(CancellationToken stopping)
    {
        var arrival = log.Arrivals(place.PubSub, place.Topic, place.Partition).Next;
        var (from, messages) = await log.NextAsync(place, _from, _done, spec.Bulk is null ? ReadAtOnce : _size, stopping);
        (_from, _done) = (from, from);
        if (messages.Count == 0)
        {
            await arrival.WaitAsync(stopping);
            return;
        }

        foreach (var batch in messages.Chunk(_size))
        {
            await deliveries.CarryAsync(app, spec, batch, stopping);
            _done = batch[^1].Position;
        }
    }
}
