using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Jobs;
using TicketBooking.Booking.Locks;

namespace TicketBooking.Booking.Sale;

/// <summary>The claim protocol (docs/seat-locking.md): locks as a filter, then the one transaction that decides.</summary>
internal sealed class SeatTaker(
    NpgsqlDataSource database, SeatLocks locks, BookingChanges changes, HoldExpirySignal expiry, BookingMetrics metrics)
{
    /// <summary>A conflict that is gone when we look at it was a hold that ended in between: claim again, but not for ever.</summary>
    private const int MostClaims = 3;

    public async Task<SaleResult> TakeAsync(NewBooking booking, CancellationToken cancellationToken)
    {
        var seatIds = booking.Seats.Select(seat => seat.Id).ToArray();
        var answer = await locks.TryTakeAsync(booking.Id, booking.EventId, seatIds, booking.HoldTime, cancellationToken);

        // A refused lock may be a leftover of a hold that has ended: only the claims can say that a seat is gone.
        if (answer == LockAnswer.Refused && await ConflictsAsync(booking, cancellationToken) is { Count: > 0 } known)
        {
            return Refused(known);
        }

        var result = await ClaimAsync(booking, cancellationToken);
        if (result.Booking is null && answer != LockAnswer.Refused)
        {
            await locks.ReleaseAsync(booking.Id, booking.EventId, seatIds, cancellationToken);
        }

        return result;
    }

    private async Task<SaleResult> ClaimAsync(NewBooking booking, CancellationToken cancellationToken)
    {
        List<SeatConflict> conflicts;
        var claims = 0;
        do
        {
            if (await TryClaimAsync(booking, cancellationToken) is { } expiresAt)
            {
                metrics.Hold("made");
                expiry.HoldMade(booking.HoldTime);
                return SaleResult.Made(booking, expiresAt);
            }

            conflicts = await ConflictsAsync(booking, cancellationToken);
        }
        while (conflicts.Count == 0 && ++claims < MostClaims);
        return Refused(conflicts);
    }

    private async Task<DateTimeOffset?> TryClaimAsync(NewBooking booking, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var expiresAt = await changes.MakeAsync(transaction, booking, cancellationToken);
        if (expiresAt is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return expiresAt;
    }

    private Task<List<SeatConflict>> ConflictsAsync(NewBooking booking, CancellationToken cancellationToken) =>
        SeatAvailability.ConflictsAsync(database, booking.EventId, booking.Seats, cancellationToken);

    private SaleResult Refused(List<SeatConflict> conflicts)
    {
        metrics.Hold("conflict");
        conflicts.ForEach(conflict => metrics.Conflict(conflict.Reason));
        return SaleResult.Refused(BookingProblems.SeatsUnavailable(conflicts));
    }
}
