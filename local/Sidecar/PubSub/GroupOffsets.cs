namespace TicketBooking.Sidecar.PubSub;

/// <summary>How far one group has come in one topic. Positions in memory lead, the table follows: redelivery is allowed, loss is not.</summary>
internal sealed class GroupOffsets(string pubsub, string topic, string group, IReadOnlyList<long> positions)
{
    private readonly long[] _positions = [.. positions];

    public string PubSub { get; } = pubsub;

    public string Topic { get; } = topic;

    public string Group { get; } = group;

    public long this[int partition] => Volatile.Read(ref _positions[partition]);

    /// <summary>False when the group was rewound meanwhile; then the message in hand counts for nothing.</summary>
    public bool TryAdvance(int partition, long from, long to) =>
        Interlocked.CompareExchange(ref _positions[partition], to, from) == from;

    public void Rewind()
    {
        for (var partition = 0; partition < _positions.Length; partition++)
        {
            Volatile.Write(ref _positions[partition], 0);
        }
    }
}
