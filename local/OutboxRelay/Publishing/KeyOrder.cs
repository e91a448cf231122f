using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>Lets one message of each key go at a time; the others of the key wait behind it.</summary>
internal sealed class KeyOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<PendingMessage>?> _behind = new(StringComparer.Ordinal);

    /// <summary>Whether the message may go now; otherwise <see cref="Next"/> returns it in its turn.</summary>
    public bool MayGo(PendingMessage pending)
    {
        lock (_gate)
        {
            if (_behind.TryAdd(pending.Message.Key, null))
            {
                return true;
            }

            (_behind[pending.Message.Key] ??= new()).Enqueue(pending);
            return false;
        }
    }

    /// <summary>The message that may go after the acknowledged one, if any waits.</summary>
    public PendingMessage? Next(Message acknowledged)
    {
        lock (_gate)
        {
            if (_behind[acknowledged.Key]?.TryDequeue(out var next) == true)
            {
                return next;
            }

            _behind.Remove(acknowledged.Key);
            return null;
        }
    }
}
