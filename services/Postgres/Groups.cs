using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>
/// Writes in groups: one is under way, and the next takes all that came meanwhile. Alone, a write waits for nobody; under load it costs a share
/// of a round trip and of a commit. One that the database refuses fails alone. A group is in the trace of its first.
/// </summary>
/// <typeparam name="TWrite">What one caller writes.</typeparam>
/// <typeparam name="TResult">What it is told.</typeparam>
/// <param name="most">Writes of a group.</param>
/// <param name="writeAsync">Writes a group in one transaction; returns a result for each, in their order.</param>
public sealed class Groups<TWrite, TResult>(int most, Func<IReadOnlyList<TWrite>, Task<IReadOnlyList<TResult>>> writeAsync)
{
    private readonly ConcurrentQueue<Waiting> _queue = new();
    private int _waiting;

    /// <summary>Returns when the write is committed. Once it is queued, nothing cancels it.</summary>
    public Task<TResult> WriteAsync(TWrite write)
    {
        var waiting = new Waiting(write, new(TaskCreationOptions.RunContinuationsAsynchronously), Activity.Current);
        _queue.Enqueue(waiting);
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            _ = Task.Run(WriteAllAsync);
        }

        return waiting.Result.Task;
    }

    private async Task WriteAllAsync()
    {
        int left;
        do
        {
            var group = new List<Waiting>();
            while (group.Count < most && _queue.TryDequeue(out var waiting))
            {
                group.Add(waiting);
            }

            await WriteAsync(group);
            left = Interlocked.Add(ref _waiting, -group.Count);
        }
        while (left > 0);
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            Activity.Current = group[0].Trace;
            var results = await writeAsync([.. group.Select(waiting => waiting.Write)]);
            for (var n = 0; n < group.Count; n++)
            {
                group[n].Result.TrySetResult(results[n]);
            }
        }
        catch (PostgresException) when (group.Count > 1)
        {
            foreach (var waiting in group)
            {
                await WriteAsync([waiting]);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            group.ForEach(waiting => waiting.Result.TrySetException(failure));
        }
    }

    private sealed record Waiting(TWrite Write, TaskCompletionSource<TResult> Result, Activity? Trace);
}
