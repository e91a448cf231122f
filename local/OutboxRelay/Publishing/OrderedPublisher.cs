using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>Publishes messages of one key one after the other, keys beside each other, and holds only so many in memory.</summary>
internal sealed class OrderedPublisher(string topic, SidecarClient sidecar) : IAsyncDisposable
{
    private const int MaxPending = 1024;
    private readonly SemaphoreSlim _room = new(MaxPending);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Waits for room for one more message.</summary>
    public Task RoomAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Takes the message, for which there must be room; the task ends when the sidecar has acknowledged it.</summary>
    public Task PublishAsync(Message message)
    {
        lock (_gate)
        {
            var (previous, count) = _lines.GetValueOrDefault(message.Key, new Line(Task.CompletedTask, 0));
            var acknowledged = PublishAfterAsync(previous, message);
            _lines[message.Key] = new Line(acknowledged, count + 1);
            return acknowledged;
        }
    }

    /// <summary>Gives up pending messages and returns when none of them can be published any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abandoned.CancelAsync();
        await Task.WhenAll(Pending()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned.Dispose();
        _room.Dispose();
    }

    private async Task PublishAfterAsync(Task previous, Message message)
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        await previous;
        await sidecar.PublishAsync(topic, message, _abandoned.Token);
        Leave(message.Key);
        _room.Release();
    }

    private void Leave(string key)
    {
        lock (_gate)
        {
            if (_lines[key] is { Count: > 1 } line)
            {
                _lines[key] = line with { Count = line.Count - 1 };
            }
            else
            {
                _lines.Remove(key);
            }
        }
    }

    private Task[] Pending()
    {
        lock (_gate)
        {
            return [.. _lines.Values.Select(line => line.Last)];
        }
    }

    /// <summary>The messages of one key that are not acknowledged yet: the last of them, and how many.</summary>
    private sealed record Line(Task Last, int Count);
}
