namespace TicketBooking.Contracts;

/// <summary>
/// The seat changes of an event, as seats answers to <c>GET /internal/live/{eventId}?after={seq}</c>: by service invocation only, 404 for an
/// unknown event. Everything in it was read at one moment.
/// </summary>
/// <param name="EventId">The event.</param>
/// <param name="Seq">The last batch; 0 before the first.</param>
/// <param name="Reset">
/// The whole state at <see cref="Seq"/>. Absent when <see cref="Batches"/> leads from the seq asked for to this one without a gap.
/// </param>
/// <param name="Batches">
/// In order, without gaps, up to <see cref="Seq"/>. With <see cref="Reset"/> these are the newest that are kept, for listeners that come
/// back.
/// </param>
public sealed record SeatFeed(Guid EventId, long Seq, SeatFeedReset? Reset, SeatFeedBatch[] Batches);

/// <summary>The seats that are not available; all others are.</summary>
/// <param name="Held">Seat numbers.</param>
/// <param name="Booked">Seat numbers.</param>
public sealed record SeatFeedReset(string[] Held, string[] Booked);

/// <summary>Changes that were committed together.</summary>
/// <param name="Seq">Number of the batch.</param>
/// <param name="Changes">Each seat at most once.</param>
public sealed record SeatFeedBatch(long Seq, SeatFeedChange[] Changes);
