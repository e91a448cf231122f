namespace TicketBooking.Booking.Domain;

/// <summary>Where the money of a paid attempt is.</summary>
/// <param name="Outcome">Of the attempt.</param>
/// <param name="Number">Number of its next refund: part of the idempotency key, so a refund that has ended is never repeated by it.</param>
/// <param name="Block">Why its refund is blocked, as the provider names it; null when it is not.</param>
/// <param name="LastFailed">The highest number of its refunds that are known to have failed; 0 when there is none.</param>
internal sealed record RefundState(AttemptOutcome Outcome, int Number, string? Block, int LastFailed = 0);
