using Npgsql;

namespace TicketBooking.StripeSimulator.Webhooks;

/// <summary>
/// Delivers events until they are taken, one at a time for each intent (its lane), intents beside each other. What is to be
/// delivered is read from the database, so a restart goes on where the last run stopped.
/// </summary>
internal sealed partial class WebhookDispatcher(
    NpgsqlDataSource source, WebhookSender sender, Wakeup wakeup, TimeProvider clock, ILogger<WebhookDispatcher> logger)
    : BackgroundService
{
    private const int MaxLanes = 16;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _lanes = new(StringComparer.Ordinal);
    private readonly WakeupListener _wakeups = wakeup.NewListener();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!sender.HasReceiver)
        {
            return;
        }

        try
        {
            while (true)
            {
                await _wakeups.WaitAsync(await StartDueOrPauseAsync(stoppingToken), clock, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(Running());
        }
    }

    private async Task<DateTimeOffset?> StartDueOrPauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StartDueAsync(cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            LogDatabase(failure);
            return clock.GetUtcNow() + sender.PauseAfter(0);
        }
    }

    /// <summary>Starts what is due and says when to look again; null: only at the next signal.</summary>
    private async Task<DateTimeOffset?> StartDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        var free = MaxLanes - Busy().Length;
        if (free == 0)
        {
            return null;
        }

        foreach (var delivery in await DeliveryTable.DueAsync(db, clock.GetUtcNow(), Busy(), free, cancellationToken))
        {
            lock (_gate)
            {
                _lanes[delivery.Lane] = Task.Run(() => DeliverAsync(delivery, cancellationToken), CancellationToken.None);
            }
        }

        return Busy().Length == MaxLanes ? null : await DeliveryTable.NextDueAsync(db, Busy(), cancellationToken);
    }

    private async Task DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var taken = await sender.SendAsync(delivery, cancellationToken);
            await using var db = await source.OpenConnectionAsync(cancellationToken);
            await (taken
                ? DeliveryTable.DeliveredAsync(db, delivery.Id, clock.GetUtcNow(), cancellationToken)
                : DeliveryTable.PostponeAsync(db, delivery.Id, clock.GetUtcNow() + sender.PauseAfter(delivery.Attempts), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: it stays undelivered and the next run sends it.
        }
        catch (NpgsqlException failure)
        {
            LogDatabase(failure);
        }
        finally
        {
            lock (_gate)
            {
                _lanes.Remove(delivery.Lane);
            }

            _wakeups.Signal();
        }
    }

    private string[] Busy()
    {
        lock (_gate)
        {
            return [.. _lanes.Keys];
        }
    }

    private Task[] Running()
    {
        lock (_gate)
        {
            return [.. _lanes.Values];
        }
    }

    [LoggerMessage(6003, LogLevel.Error, "The webhook queue could not be read or written; trying again")]
    private partial void LogDatabase(Exception failure);
}
