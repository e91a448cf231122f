using TicketBooking.Gateway.Limits;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>A store that answers when, and how, a test says.</summary>
internal sealed class MemoryStore : IBucketStore
{
    private readonly Dictionary<BucketKey, (TokenBucket Bucket, int Version)> _buckets = [];
    private readonly List<Action<Fault>> _pending = [];

    public enum Fault
    {
        None,

        /// <summary>The write is carried out and looks refused.</summary>
        LostAnswer,

        /// <summary>Nothing is carried out.</summary>
        Failure,
    }

    /// <summary>Answers at once instead of waiting for <see cref="Answer"/>.</summary>
    public bool IsPrompt { get; init; }

    public int Calls { get; private set; }

    public int Pending => _pending.Count;

    public void Answer(int which, Fault fault)
    {
        var call = _pending[which % _pending.Count];
        _pending.Remove(call);
        call(fault);
    }

    public Task<(TokenBucket? Bucket, string Version)> ReadAsync(BucketKey key, CancellationToken cancellationToken) => Enqueue(
        _ => _buckets.TryGetValue(key, out var found) ? (found.Bucket, $"{found.Version}") : ((TokenBucket?)null, ""), cancellationToken);

    public Task<bool> WriteAsync(BucketKey key, TokenBucket bucket, string version, Rate rate, CancellationToken cancellationToken) => Enqueue(
        fault =>
        {
            var isCurrent = version == (_buckets.TryGetValue(key, out var found) ? $"{found.Version}" : "");
            if (isCurrent)
            {
                _buckets[key] = (bucket, found.Version + 1);
            }

            return isCurrent && fault != Fault.LostAnswer;
        },
        cancellationToken);

    private Task<T> Enqueue<T>(Func<Fault, T> call, CancellationToken cancellationToken)
    {
        Calls++;
        var answer = new TaskCompletionSource<T>();
        cancellationToken.Register(() => answer.TrySetException(new BucketStoreException("too slow")));
        _pending.Add(fault =>
        {
            if (fault == Fault.Failure)
            {
                answer.TrySetException(new BucketStoreException("down"));
            }
            else if (!answer.Task.IsCompleted)
            {
                answer.SetResult(call(fault));
            }
        });
        if (IsPrompt)
        {
            Answer(0, Fault.None);
        }

        return answer.Task;
    }
}
