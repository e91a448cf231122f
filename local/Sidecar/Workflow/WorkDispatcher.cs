using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using TicketBooking.Sidecar.Hosting;
using TicketBooking.Sidecar.Wire;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>
/// Hands work to any free worker of the app, and remembers which worker has what. A worker that leaves gives everything back;
/// an answer whose token is not in the books comes too late.
/// </summary>
internal sealed class WorkDispatcher
{
    /// <summary>Between attempts while the database does not answer.</summary>
    public static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);
    private readonly string _appId;
    private readonly WorkLoader _loader;
    private readonly ILogger _logger;
    private readonly Channel<WorkKey> _queue = Channel.CreateUnbounded<WorkKey>();
    private readonly ConcurrentDictionary<string, (Work Work, object Worker)> _inHand = new(StringComparer.Ordinal);
    private readonly TurnGate _gate;

    public WorkDispatcher(string appId, WorkLoader loader, ILogger logger)
    {
        (_appId, _loader, _logger) = (appId, loader, logger);
        _gate = new TurnGate(instanceId => _queue.Writer.TryWrite(new WorkKey(instanceId, null)));
    }

    /// <summary>Beats whenever a turn has been stored.</summary>
    public Pulse Stored { get; } = new();

    /// <summary>The inbox of an instance has something new.</summary>
    public void Signal(string instanceId) => _gate.Signal(instanceId);

    public void AddActivity(WorkKey activity) => _queue.Writer.TryWrite(activity);

    /// <summary>Work for one worker, until it leaves.</summary>
    public async Task ServeAsync(Func<WorkItem, Task> send, CancellationToken cancellationToken)
    {
        var worker = new object();
        WorkflowLog.WorkerConnected(_logger, _appId);
        try
        {
            while (true)
            {
                await send((await NextAsync(worker, cancellationToken)).Item);
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // It left, perhaps while something was sent to it.
        }
        finally
        {
            foreach (var token in _inHand.Where(h => h.Value.Worker == worker).Select(h => h.Key))
            {
                if (Take(token) is { } lost)
                {
                    PutBack(lost.Key);
                }
            }

            WorkflowLog.WorkerLeft(_logger, _appId);
        }
    }

    /// <summary>The work that a token stands for, once.</summary>
    public Work? Take(string token) => _inHand.TryRemove(token, out var held) ? held.Work : null;

    /// <summary>Work taken with <see cref="Take"/> is stored.</summary>
    public void Done(WorkKey key)
    {
        if (key.IsTurn)
        {
            _gate.End(key.InstanceId, again: false);
        }
    }

    /// <summary>Work taken with <see cref="Take"/> could not be stored, or its worker is gone: it is given out again.</summary>
    public void PutBack(WorkKey key)
    {
        if (key.IsTurn)
        {
            _gate.End(key.InstanceId, again: true);
        }
        else
        {
            AddActivity(key);
        }
    }

    private async Task<Work> NextAsync(object worker, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _queue.Reader.ReadAsync(cancellationToken);
            if (await LoadAsync(key, cancellationToken) is { } work)
            {
                _inHand[work.Item.CompletionToken] = (work, worker);
                return work;
            }
        }
    }

    private async Task<Work?> LoadAsync(WorkKey key, CancellationToken cancellationToken)
    {
        if (key.IsTurn)
        {
            _gate.Begin(key.InstanceId);
        }

        try
        {
            var work = await _loader.LoadAsync(key, cancellationToken);
            if (work is null)
            {
                Done(key);
            }

            return work;
        }
        catch (NpgsqlException e)
        {
            PutBack(key);
            WorkflowLog.NotLoaded(_logger, e, key.InstanceId);
            await Task.Delay(DatabasePause, cancellationToken);
            return null;
        }
        catch
        {
            PutBack(key);
            throw;
        }
    }
}
