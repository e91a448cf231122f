namespace TicketBooking.Gateway.Live;

/// <summary>One frame of a stream. Listeners share it: their queues hold references.</summary>
/// <param name="Seq">The batch up to which a page is right after it.</param>
/// <param name="Bytes">As they are sent.</param>
/// <param name="Snapshot">Of a large snapshot, its number among those of this event; else 0.</param>
internal sealed record Frame(long Seq, ReadOnlyMemory<byte> Bytes, int Snapshot = 0);
