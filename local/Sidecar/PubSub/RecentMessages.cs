namespace TicketBooking.Sidecar.PubSub;

/// <summary>The newest messages of a topic, in memory, so that readers who keep up do not read them from the database.</summary>
internal sealed class RecentMessages
{
    private const int MostMessages = 4096;
    private const int MostBytes = 16 << 20;

    private readonly System.Threading.Lock _gate = new();
    private readonly List<StoredMessage> _messages = [];
    private long _bytes;

    /// <summary>All messages after this position are here. What is older, or was written with an unknown outcome, is in the database only.</summary>
    private long _from = long.MaxValue;

    /// <summary>Takes what was committed, in the order of positions.</summary>
    public void Add(IReadOnlyList<StoredMessage> messages)
    {
        lock (_gate)
        {
            _from = Math.Min(_from, messages[0].Position - 1);
            _messages.AddRange(messages);
            _bytes += messages.Sum(m => (long)m.Data.Length);
            if (_messages.Count > MostMessages || _bytes > MostBytes)
            {
                Forget((_messages.Count + 1) / 2);
            }
        }
    }

    /// <summary>Forgets all: whether more was committed is not known.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            (_bytes, _from) = (0, long.MaxValue);
        }
    }

    /// <summary>Messages after a position, oldest first; null when some of them may be in the database only.</summary>
    public IReadOnlyList<StoredMessage>? After(long position, short? partition, int limit)
    {
        lock (_gate)
        {
            return position < _from
                ? null
                : [.. _messages.Skip(FirstAfter(position)).Where(m => partition is null || m.Message.Partition == partition).Take(limit)];
        }
    }

    private void Forget(int count)
    {
        _bytes -= _messages.Take(count).Sum(m => (long)m.Data.Length);
        _from = _messages[count - 1].Position;
        _messages.RemoveRange(0, count);
    }

    private int FirstAfter(long position)
    {
        var (low, high) = (0, _messages.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _messages[middle].Position > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
