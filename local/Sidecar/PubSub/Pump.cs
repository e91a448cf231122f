using System.Diagnostics;
using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Carries one partition, or a whole topic, to one group: in order, one delivery at a time. A delivery has what is there and waits for no more:
/// the next gathers while it is under way. Sleeps on the log's wake-up when it has caught up. The group's position is written a little behind
/// the deliveries: some may come twice after a crash, none is lost.
/// </summary>
internal sealed class Pump(MessageLog log, Deliveries deliveries, App app, SubscriptionSpec spec, Place place, ILogger logger)
{
    private const int ReadAtOnce = 32;

    /// <summary>Between two writings of the position.</summary>
    private static readonly TimeSpan MoveEvery = TimeSpan.FromMilliseconds(100);

    private readonly RecentMessages _recent = log.Recent(place.PubSub, place.Topic);
    private readonly int _size = spec.Bulk?.MaxMessages ?? 1;

    // What the group has finished with: as it was written last, and in truth. Null before it is known.
    private long? _written;
    private long _done;
    private long _writtenAt;

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
            await MoveAsync(CancellationToken.None);
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
        if (_written is null)
        {
            _written = _done = await log.PositionAsync(place, stopping);
        }

        var limit = spec.Bulk is null ? ReadAtOnce : _size;
        var messages = _recent.After(_done, place.Partition, limit) ?? await log.ReadAsync(place, _done, limit, stopping);
        foreach (var batch in messages.Chunk(_size))
        {
            await deliveries.CarryAsync(app, spec, batch, stopping);
            _done = batch[^1].Position;
        }

        if (messages.Count == 0)
        {
            await SleepAsync(arrival, stopping);
        }
        else if (Stopwatch.GetElapsedTime(_writtenAt) >= MoveEvery)
        {
            await MoveAsync(stopping);
        }
    }

    private async Task SleepAsync(Task arrival, CancellationToken stopping)
    {
        if (_done > _written)
        {
            await arrival.WaitAsync(MoveEvery, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.ThrowIfCancellationRequested();
        }
        else
        {
            await arrival.WaitAsync(stopping);
            // Without a message it was a rewinding: the position is read anew.
            _written = _recent.After(_done, place.Partition, limit: 1) is { Count: 0 } ? null : _written;
        }

        if (_done > _written && !arrival.IsCompleted)
        {
            await MoveAsync(stopping);
        }
    }

    private async Task MoveAsync(CancellationToken cancellationToken)
    {
        if (_written is { } written && _done > written)
        {
            _written = await log.TryMoveAsync(place, written, _done, cancellationToken) ? _done : null;
            _writtenAt = Stopwatch.GetTimestamp();
        }
    }
}
