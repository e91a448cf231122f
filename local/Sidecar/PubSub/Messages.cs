namespace TicketBooking.Sidecar.PubSub;

/// <summary>A message on its way into the log; its partition is chosen.</summary>
internal sealed record NewMessage(
    string PubSub, string Topic, short Partition, string? Key, IReadOnlyDictionary<string, string> Metadata, byte[] Data);

/// <summary>A message as the log holds it.</summary>
internal sealed record StoredMessage(NewMessage Message, long Position, DateTimeOffset PublishedAt)
{
    public string PubSub => Message.PubSub;

    public string Topic => Message.Topic;

    public byte[] Data => Message.Data;

    public override string ToString() => $"{Topic}/{Message.Partition}@{Position}";
}

/// <summary>One partition of a topic, or all of them (null), as one consumer group (an app-id) reads it.</summary>
internal sealed record Place(string PubSub, string Topic, string Group, short? Partition);
