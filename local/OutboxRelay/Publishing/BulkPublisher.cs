using System.Numerics;
using System.Threading.Channels;
using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>
/// Publishes what is waiting together in one request; never waits for more. The next request begins when the one before is answered: what
/// comes meanwhile goes together. A request has one message of a key at most: daprd publishes the entries of a request beside each other where
/// its broker has no bulk operation, and one of them may fail alone (dapr <c>pkg/runtime/pubsub/default_bulkpub.go</c>). So messages of one key
/// are acknowledged one after the other. Holds only so many in memory.
/// </summary>
internal sealed partial class BulkPublisher : IAsyncDisposable
{
    private const int MaxPending = 1024;

    /// <summary>Most requests of which none is answered.</summary>
    private const int RequestsAtOnce = 4;

    private const int MostEntries = 256;

    /// <summary>Well below the 4 MB of a body that daprd takes.</summary>
    private const int MostBytes = 1_000_000;

    /// <summary>After this time the next request begins although the one before is not answered: one that hangs does not stop the rest.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly string _topic;
    private readonly SidecarClient _sidecar;
    private readonly RelayOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _room = new(MaxPending);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly KeyOrder _keys = new();
    private readonly Channel<PendingMessage> _ready = Channel.CreateUnbounded<PendingMessage>();
    private readonly Task _sending;

    public BulkPublisher(string topic, SidecarClient sidecar, RelayOptions options, TimeProvider clock, ILogger logger)
    {
        (_topic, _sidecar, _options, _clock, _logger) = (topic, sidecar, options, clock, logger);
        _sending = Task.WhenAll(Enumerable.Range(0, RequestsAtOnce).Select(_ => SendAsync()));
    }

    /// <summary>Waits for room for one more message.</summary>
    public Task RoomAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Takes the message, for which there must be room; the task ends when the sidecar has acknowledged it.</summary>
    public Task PublishAsync(Message message)
    {
        var pending = new PendingMessage(message);
        if (_keys.MayGo(pending))
        {
            _ready.Writer.TryWrite(pending);
        }

        return pending.Acknowledged;
    }

    /// <summary>Gives up pending messages and returns when none of them can be published any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abandoned.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned.Dispose();
        _room.Dispose();
        _turn.Dispose();
    }

    private async Task SendAsync()
    {
        while (await _ready.Reader.WaitToReadAsync(_abandoned.Token))
        {
            await _turn.WaitAsync(_abandoned.Token);
            var sending = Gather() is { Count: > 0 } batch ? SendAsync(batch) : Task.CompletedTask;
            await sending.WaitAsync(Patience, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _turn.Release();
            await sending;
        }
    }

    /// <summary>Takes what is there, up to the size of a request.</summary>
    private List<PendingMessage> Gather()
    {
        var batch = new List<PendingMessage>();
        for (var bytes = 0; batch.Count < MostEntries && bytes < MostBytes && _ready.Reader.TryRead(out var pending);)
        {
            if (pending.IsAlone && batch.Count > 0)
            {
                _ready.Writer.TryWrite(pending);
                return batch;
            }

            batch.Add(pending);
            bytes = pending.IsAlone ? MostBytes : bytes + pending.Message.Body.Length;
        }

        return batch;
    }

    private async Task SendAsync(List<PendingMessage> batch)
    {
        try
        {
            var answer = await _sidecar.PublishAsync(_topic, [.. batch.Select(pending => pending.Message)], _abandoned.Token);
            foreach (var acknowledged in batch.Where((_, index) => answer.Acknowledges(index)))
            {
                Acknowledge(acknowledged);
            }

            TryAgain([.. batch.Where((_, index) => !answer.Acknowledges(index))], answer);
        }
        catch (Exception exception) when (!_abandoned.IsCancellationRequested)
        {
            batch.ForEach(pending => pending.Abandon(exception));
        }
    }

    private void Acknowledge(PendingMessage pending)
    {
        pending.Acknowledge();
        _room.Release();
        if (_keys.Next(pending.Message) is { } next)
        {
            _ready.Writer.TryWrite(next);
        }
    }

    /// <summary>Does not give up. Messages that were refused together go one by one then, so that one of them does not hold up the rest.</summary>
    private void TryAgain(List<PendingMessage> refused, BulkAnswer answer)
    {
        if (refused.Count == 0)
        {
            return;
        }

        refused.ForEach(pending => pending.Refuse(alone: answer is { Arrived: true, Failed: null }));
        var attempts = refused.Max(pending => pending.Failures);
        if (BitOperations.IsPow2(attempts))
        {
            LogWaiting(refused.Count, _topic, refused[0].Message.Key, _options.Sidecar!, attempts, answer.Refusal!);
        }

        _ = ReturnAsync(refused, _options.PauseAfter(attempts));
    }

    private async Task ReturnAsync(List<PendingMessage> refused, TimeSpan pause)
    {
        await Task.Delay(pause, _clock, _abandoned.Token);
        refused.ForEach(pending => _ready.Writer.TryWrite(pending));
    }

    [LoggerMessage(6111, LogLevel.Warning, "Waiting to publish {Count} messages to {Topic} (first key {Key}) through {Sidecar}, attempt {Attempt} failed: {Reason}")]
    private partial void LogWaiting(int count, string topic, string key, Uri sidecar, int attempt, string reason);
}
