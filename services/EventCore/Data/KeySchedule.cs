namespace TicketBooking.EventCore.Data;

/// <summary>The times of a key.</summary>
/// <param name="Lead">It is published this long before it signs.</param>
/// <param name="Life">It signs this long; zero: it is time for the next.</param>
/// <param name="Overlap">It is published this long after the next one began to sign.</param>
internal sealed record KeySchedule(TimeSpan Lead, TimeSpan Life, TimeSpan Overlap);

/// <summary>What a rotation has done.</summary>
/// <param name="Added">Whether a new key is published now.</param>
/// <param name="Ended">How many keys were deleted because no valid token is signed with them.</param>
internal sealed record KeyRotationResult(bool Added, int Ended);
