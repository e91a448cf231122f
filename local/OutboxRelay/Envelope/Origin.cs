namespace TicketBooking.OutboxRelay.Envelope;

/// <summary>The place of a row in the log.</summary>
/// <param name="Snapshot"><c>false</c> for a row of the log, <c>true</c> for one that was there before.</param>
/// <param name="Committed">Commit time; for a snapshot the time it was taken.</param>
/// <param name="TransactionId">Null in a snapshot.</param>
/// <param name="Lsn">Position in the log.</param>
internal sealed record Origin(bool Snapshot, DateTimeOffset Committed, uint? TransactionId, ulong Lsn);
