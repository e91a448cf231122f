using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>What a sale has to know before it takes seats; none of it changes before the sale's transaction ends.</summary>
/// <param name="IsCancelled">Whether the event is cancelled, closed or deleted.</param>
/// <param name="Buyer">What the buyer has.</param>
internal sealed record SaleGate(bool IsCancelled, BuyerUse Buyer)
{
    /// <summary>Enters the event's gate and then the buyer's, in one round trip.</summary>
    public static async Task<SaleGate> EnterAsync(
        NpgsqlTransaction transaction, Guid eventId, Guid userId, BuyerOptions limits, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Batch([.. EventGate.Statements(eventId), .. BuyerUse.Statements(userId, eventId, limits)]);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var isCancelled = await EventGate.ReadAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return new SaleGate(isCancelled, await BuyerUse.ReadAsync(reader, cancellationToken));
    }
}
