using System.Collections.Concurrent;
using System.Threading.Channels;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>
/// Hands work to any free worker of the app, and remembers which worker has what. A worker that leaves gives everything back;
/// an answer with an unknown token comes too late. An instance has one turn at a time.
/// </summary>
internal sealed class WorkDispatcher(string appId, WorkLoader loader, TimeProvider time, ILogger logger)
{
    /// <summary>Between attempts while the database does not answer.</summary>
    public static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Channel<WorkKey> _queue = Channel.CreateUnbounded<WorkKey>();
    private readonly ConcurrentDictionary<string, (Work Work, object Worker)> _inHand = new(StringComparer.Ordinal);

    // Instances with a turn in the queue or in hand; true for those that were signalled meanwhile and need another one.
    private readonly Dictionary<string, bool> _turns = new(StringComparer.Ordinal);

    // Instances whose last change was perhaps stored: the answer of the database was lost.
    private readonly ConcurrentDictionary<string, bool> _uncertain = new(StringComparer.Ordinal);

    /// <summary>Raised whenever a turn has been stored.</summary>
    public AsyncSignal Stored { get; } = new();

    /// <summary>The inbox of an instance has something new.</summary>
    public void Signal(string instanceId)
    {
        lock (_turns)
        {
            if (_turns.TryAdd(instanceId, false))
            {
                _queue.Writer.TryWrite(new WorkKey(instanceId, null));
            }
            else
            {
                _turns[instanceId] = true;
            }
        }
    }

    /// <summary>Takes up what an earlier process left, or what was perhaps stored: its inbox and its activities. Timers show in its turn.</summary>
    public async Task ResumeAsync(string instanceId, CancellationToken cancellationToken)
    {
        foreach (var taskId in await loader.OpenActivitiesAsync(instanceId, cancellationToken))
        {
            var key = new WorkKey(instanceId, taskId);
            if (!_inHand.Values.Any(held => held.Work.Key == key))
            {
                Enqueue(key);
            }
        }

        Signal(instanceId);
    }

    /// <summary>A turn is stored: its activities are work now, and its timers run.</summary>
    public void SetGoing(string instanceId, IEnumerable<HistoryEvent> turn)
    {
        foreach (var happened in turn)
        {
            if (happened.TaskScheduled is not null)
            {
                Enqueue(new(instanceId, happened.EventId));
            }
            else if (happened.TimerCreated is { } timer)
            {
                _ = SignalAtAsync(instanceId, timer.FireAt.ToDateTimeOffset());
            }
        }
    }

    /// <summary>Signals when a timer of an instance is due. In memory: what is due stands in the history, and is set going again from there.</summary>
    public async Task SignalAtAsync(string instanceId, DateTimeOffset at)
    {
        while (at - time.GetUtcNow() is { Ticks: > 0 } left)
        {
            // Rounded up: a timer fires at its time, not before.
            await Task.Delay(left < LongestSleep ? left + TimeSpan.FromMilliseconds(1) : LongestSleep, time, CancellationToken.None);
        }

        Signal(instanceId);
    }

    /// <summary>Work for one worker, until it leaves.</summary>
    public async Task ServeAsync(Func<WorkItem, Task> send, CancellationToken cancellationToken)
    {
        var worker = new object();
        WorkflowLog.Worker(logger, appId, "is connected");
        try
        {
            while (await _queue.Reader.ReadAsync(cancellationToken) is var key)
            {
                if (await LoadAsync(key, cancellationToken) is { } work)
                {
                    _inHand[work.Item.CompletionToken] = (work, worker);
                    await send(work.Item);
                }
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // It left, perhaps while something was sent to it.
        }
        finally
        {
            _inHand.Where(h => h.Value.Worker == worker).Select(h => Take(h.Key)).OfType<Work>().ToList().ForEach(lost => Enqueue(lost.Key));
            WorkflowLog.Worker(logger, appId, "has left; its work is given out again");
        }
    }

    /// <summary>The work that a token stands for, once.</summary>
    public Work? Take(string token) => _inHand.TryRemove(token, out var held) ? held.Work : null;

    /// <summary>Work taken with <see cref="Take"/> is stored.</summary>
    public void Done(WorkKey key)
    {
        lock (_turns)
        {
            if (key.IsTurn && _turns.Remove(key.InstanceId, out var again) && again)
            {
                Signal(key.InstanceId);
            }
        }
    }

    /// <summary>An activity is new, or the worker of work taken with <see cref="Take"/> is gone.</summary>
    public void Enqueue(WorkKey key) => _queue.Writer.TryWrite(key);

    /// <summary>Work taken with <see cref="Take"/> could not be stored, or the answer of the database was lost.</summary>
    public void EnqueueUncertain(WorkKey key)
    {
        _uncertain[key.InstanceId] = true;
        Enqueue(key);
    }

    // Null when there is nothing to do.
    private async Task<Work?> LoadAsync(WorkKey key, CancellationToken cancellationToken)
    {
        try
        {
            if (_uncertain.ContainsKey(key.InstanceId))
            {
                await ResumeAsync(key.InstanceId, cancellationToken);
                _uncertain.TryRemove(key.InstanceId, out _);
                if (!key.IsTurn)
                {
                    // If it is still open, it is in the queue again.
                    return null;
                }
            }

            var (work, lookAgain) = await loader.LoadAsync(key, cancellationToken);
            if (work is null)
            {
                Done(key);
            }

            if (lookAgain is { } at)
            {
                _ = SignalAtAsync(key.InstanceId, at);
            }

            return work;
        }
        catch (NpgsqlException e)
        {
            Enqueue(key);
            WorkflowLog.NotLoaded(logger, e, key.InstanceId);
            await Task.Delay(DatabasePause, cancellationToken);
            return null;
        }
        catch
        {
            Enqueue(key);
            throw;
        }
    }
}
