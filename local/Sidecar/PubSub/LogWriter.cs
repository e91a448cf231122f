using System.Threading.Channels;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// The only writer of the log. Whatever waits is written in one transaction (group commit), and a publisher goes on when its
/// messages are committed. One transaction at a time is also what makes position order the order in which readers see messages.
/// </summary>
internal sealed class LogWriter(MessageLog log) : ProcessTask
{
    private const int MaxMessagesPerCommit = 256;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(capacity: 1024) { SingleReader = true });

    /// <summary>Returns when the messages are durable. They are either all there, in this order, or none.</summary>
    public async Task AppendAsync(IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        var pending = new Pending(messages);
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        await pending.Written.Task;
    }

    /// <summary>Writes what is still in the queue, then ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await WriteAsync(TakeBatch());
        }
    }

    private List<Pending> TakeBatch()
    {
        var batch = new List<Pending>();
        var count = 0;
        while (count < MaxMessagesPerCommit && _queue.Reader.TryRead(out var pending))
        {
            batch.Add(pending);
            count += pending.Messages.Count;
        }

        return batch;
    }

    private async Task WriteAsync(List<Pending> batch)
    {
        try
        {
            await log.AppendAsync([.. batch.SelectMany(p => p.Messages)], CancellationToken.None);
            batch.ForEach(p => p.Written.SetResult());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (batch.Count == 1)
            {
                batch[0].Written.SetException(e);
                return;
            }

            // What the database refuses fails alone, not its neighbours.
            foreach (var pending in batch)
            {
                await WriteAsync([pending]);
            }
        }
    }

    private sealed record Pending(IReadOnlyList<NewMessage> Messages)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
