using System.Collections.Concurrent;
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
    private const int MaxLanes = 32;
    private readonly ConcurrentDictionary<string, Task> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(Delivery Delivery, DateTimeOffset? Until)> _done = new();
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
            await Task.WhenAll(_lanes.Values);
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

    /// <summary>Stores what is done, starts what is due and says when to look again; null: only at the next signal.</summary>
    private async Task<DateTimeOffset?> StartDueAsync(CancellationToken cancellationToken)
    {
        var done = _done.ToArray();
        var ended = done.Select(d => d.Delivery.Lane).ToHashSet(StringComparer.Ordinal);
        string[] busy = [.. _lanes.Keys.Where(lane => !ended.Contains(lane))];
        var (due, next) = await DeliveryTable.TurnAsync(
            source, [.. done.Select(d => (d.Delivery.Id, d.Until))], clock.GetUtcNow(), busy, MaxLanes - busy.Length, cancellationToken);
        foreach (var lane in ended)
        {
            _done.TryDequeue(out _);
            _lanes.TryRemove(lane, out _);
        }

        foreach (var delivery in due)
        {
            _lanes[delivery.Lane] = Task.Run(() => DeliverAsync(delivery, cancellationToken), CancellationToken.None);
        }

        // With every lane busy, the end of one is the signal.
        return _lanes.Count == MaxLanes ? null : next;
    }

    /// <summary>Sends one. Its lane is busy until what became of it is stored, so that it is not sent again meanwhile.</summary>
    private async Task DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var taken = await sender.SendAsync(delivery, cancellationToken);
            _done.Enqueue((delivery, taken ? null : clock.GetUtcNow() + sender.PauseAfter(delivery.Attempts)));
            _wakeups.Signal();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: it stays undelivered and the next run sends it.
        }
    }

    [LoggerMessage(6003, LogLevel.Error, "The webhook queue could not be read or written; trying again")]
    private partial void LogDatabase(Exception failure);
}
