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
    private readonly Bell _bell = wakeup.NewBell();

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
                await _bell.Wait(await StartDueOrPause(stoppingToken), clock, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(Running());
        }
    }

    private async Task<DateTimeOffset?> StartDueOrPause(CancellationToken cancel)
    {
        try
        {
            return await StartDue(cancel);
        }
        catch (NpgsqlException failure)
        {
            LogDatabase(failure);
            return clock.GetUtcNow() + sender.PauseAfter(0);
        }
    }

    /// <summary>Starts what is due and says when to look again; null: only when the bell rings.</summary>
    private async Task<DateTimeOffset?> StartDue(CancellationToken cancel)
    {
        await using var db = await source.OpenConnectionAsync(cancel);
        var free = MaxLanes - Busy().Length;
        if (free == 0)
        {
            return null;
        }

        foreach (var delivery in await db.Due(clock.GetUtcNow(), Busy(), free, cancel))
        {
            lock (_gate)
            {
                _lanes[delivery.Lane] = Task.Run(() => Deliver(delivery, cancel), CancellationToken.None);
            }
        }

        return Busy().Length == MaxLanes ? null : await db.NextDue(Busy(), cancel);
    }

    private async Task Deliver(Delivery delivery, CancellationToken cancel)
    {
        try
        {
            var taken = await sender.Send(delivery, cancel);
            await using var db = await source.OpenConnectionAsync(cancel);
            await (taken
                ? db.Delivered(delivery.Id, clock.GetUtcNow(), cancel)
                : db.Postpone(delivery.Id, clock.GetUtcNow() + sender.PauseAfter(delivery.Attempts), cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
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

            _bell.Ring();
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
