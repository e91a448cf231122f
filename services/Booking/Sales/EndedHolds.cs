using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Sales;

/// <summary>A hold that was ended and the seats that it freed.</summary>
internal sealed record EndedHold(Guid BookingId, Guid EventId, Guid[] SeatIds);

/// <summary>Ends holds in batches.</summary>
internal sealed class EndedHolds(NpgsqlDataSource database, BookingChanges changes, BookingMetrics metrics)
{
    private const int BatchSize = 500;

    /// <summary>Expires a batch of ended holds; returns none when none are left for this instance.</summary>
    public async Task<IReadOnlyList<EndedHold>> ExpireBatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var bookings = await BookingTable.LockEndedHoldsAsync(transaction, BatchSize, cancellationToken);
        if (bookings.Count == 0)
        {
            return [];
        }

        var transition = BookingAutomaton.Decide(BookingStatus.Held, BookingInput.HoldEnded)
            ?? throw new InvalidOperationException("A hold must be able to end.");
        Guid[] ids = [.. bookings.Select(booking => booking.Id)];
        var now = await BookingTable.SetStatusAsync(transaction, ids, transition.To, cancellationToken);
        var freed = (await SeatClaims.FreeAsync(transaction, ids, cancellationToken))
            .ToLookup(claim => claim.BookingId, claim => claim.Change);
        await changes.AppendAsync(
            transaction, [.. bookings.Select(booking => BookingChanges.MessageOf(booking.Id, booking.EventId, transition.To, freed[booking.Id], now))], cancellationToken);
        await transaction.CommitAsync(Steps.CommitExpired, cancellationToken);
        foreach (var booking in bookings)
        {
            metrics.HoldEnded(booking.Age, transition.To.Code());
            metrics.HoldReleasedLate(now - booking.ExpiresAt);
        }

        return [.. bookings.Select(booking => new EndedHold(
            booking.Id, booking.EventId, [.. freed[booking.Id].Select((SeatChange seat) => seat.SeatId)]))];
    }
}
