namespace TicketBooking.Contracts;

/// <summary>
/// A hint for live views of an event's seats: a batch of changes, and those that were committed shortly before it. Not a business message: it may
/// be lost, come twice or late. <see cref="Seq"/> shows that, and <c>GET /internal/live/{eventId}</c> of seats fills a gap. Names no buyer.
/// </summary>
/// <param name="EventId">The event.</param>
/// <param name="Seq">Number of the batch: from 1 without gaps, per event.</param>
/// <param name="Changes">Each seat at most once.</param>
/// <param name="Before">Earlier batches that this message brings too, in the order of their numbers; absent when there are none.</param>
public sealed record SeatFeedMessage(Guid EventId, long Seq, SeatFeedChange[] Changes, SeatFeedBatch[]? Before = null);

/// <summary>The new status of a seat.</summary>
/// <param name="SeatNumber"><c>A12</c>, or <c>Balcony/A12</c> where the venue has several sections.</param>
/// <param name="Status">One of <see cref="SeatStatuses"/>.</param>
public sealed record SeatFeedChange(string SeatNumber, string Status);
