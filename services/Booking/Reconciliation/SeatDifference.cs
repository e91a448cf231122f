using TicketBooking.Contracts;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>A seat whose public state is not that of its claim.</summary>
/// <param name="EventId">The event.</param>
/// <param name="SeatId">The seat.</param>
/// <param name="Claim">The claim; null when there is none.</param>
/// <param name="Seen">The public state; null when seats does not know the seat.</param>
internal sealed record SeatDifference(Guid EventId, Guid SeatId, SeatChange? Claim, SeatState? Seen)
{
    /// <summary>What is wrong, in a word.</summary>
    public string Kind => (Claim, Seen) switch
    {
        (_, null) => "unknown-seat",
        (null, _) => "no-claim",
        var (claim, seen) when claim.Version > seen.Version => "behind",
        var (claim, seen) when claim.Version < seen.Version => "ahead",
        _ => "status",
    };

    /// <summary>Compares a seat's claim and its public state, of which one exists. A seat that was never claimed has version 0.</summary>
    /// <returns>Null when they agree.</returns>
    public static SeatDifference? Of(Guid eventId, SeatChange? claim, SeatState? seen) =>
        (claim?.Version ?? 0) == seen?.Version && (claim?.Status ?? SeatStatuses.Available) == seen.Status
            ? null
            : new(eventId, claim?.SeatId ?? seen!.Id, claim, seen);
}
