using System.Collections.Concurrent;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// The only writer of the log. One publisher at a time writes what all have queued, in one transaction (group commit). One
/// transaction at a time is also what makes position order the order in which readers see messages.
/// </summary>
internal sealed class LogWriter(MessageLog log) : IDisposable
{
    private const int MaxMessagesPerCommit = 256;
    private readonly ConcurrentQueue<(IReadOnlyList<NewMessage> Messages, TaskCompletionSource Written)> _queue = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Returns when the messages are durable. They are either all there, in this order, or none.</summary>
    public async Task AppendAsync(IReadOnlyList<NewMessage> messages)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Enqueue((messages, written));
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            while (!written.Task.IsCompleted)
            {
                await WriteAsync(TakeBatch());
            }
        }
        finally
        {
            _turn.Release();
        }

        await written.Task;
    }

    public void Dispose() => _turn.Dispose();

    private List<(IReadOnlyList<NewMessage> Messages, TaskCompletionSource Written)> TakeBatch()
    {
        var batch = new List<(IReadOnlyList<NewMessage> Messages, TaskCompletionSource Written)>();
        while (batch.Sum(p => p.Messages.Count) < MaxMessagesPerCommit && _queue.TryDequeue(out var pending))
        {
            batch.Add(pending);
        }

        return batch;
    }

    private async Task WriteAsync(List<(IReadOnlyList<NewMessage> Messages, TaskCompletionSource Written)> batch)
    {
        try
        {
            await log.AppendAsync([.. batch.SelectMany(p => p.Messages)]);
            batch.ForEach(p => p.Written.SetResult());
        }
        catch (Exception e) when (e is not OutOfMemoryException && batch.Count == 1)
        {
            batch[0].Written.SetException(e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What the database refuses fails alone, not its neighbours.
            foreach (var pending in batch)
            {
                await WriteAsync([pending]);
            }
        }
    }
}
