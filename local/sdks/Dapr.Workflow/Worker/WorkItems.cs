using System.Collections.Concurrent;

namespace Dapr.Workflow.Worker;

/// <summary>Work that runs beside the stream, at most so many pieces at a time.</summary>
internal sealed class WorkItems(int limit) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(limit);
    private readonly ConcurrentDictionary<Task, byte> _running = new();

    public void Start(Func<Task> work)
    {
        var task = RunAsync(work);
        _running.TryAdd(task, 0);
        task.ContinueWith(
            done => _running.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public Task WhenIdleAsync() => Task.WhenAll(_running.Keys);

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(Func<Task> work)
    {
        await _slots.WaitAsync();
        try
        {
            await Task.Run(work);
        }
        finally
        {
            _slots.Release();
        }
    }
}
