namespace TicketBooking.Sidecar.PubSub;

/// <summary>Carries one partition to one group, in order, one message at a time. Sleeps on the log's wake-up when it has caught up.</summary>
internal sealed class PartitionPump(MessageLog log, OffsetBook book, GroupOffsets offsets, short partition, DeliveryLoop delivery, ILogger logger)
{
    private const int BatchSize = 64;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await CarryAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                PubSubLog.PumpFailed(logger, e, offsets.Group, offsets.Topic, partition);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task CarryAsync(CancellationToken stopping)
    {
        var arrival = log.Arrivals(offsets.PubSub, offsets.Topic, partition).Next;
        var position = offsets[partition];
        var batch = await log.ReadAsync(offsets.PubSub, offsets.Topic, partition, position, BatchSize, stopping);
        if (batch.Count == 0)
        {
            await arrival.WaitAsync(stopping);
            return;
        }

        foreach (var message in batch)
        {
            await delivery.DeliverAsync(message, stopping);
            if (!offsets.TryAdvance(partition, position, message.Position))
            {
                return;
            }

            position = message.Position;
            book.Moved(offsets);
        }
    }
}
