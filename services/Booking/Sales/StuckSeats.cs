using System.Collections.Concurrent;

namespace TicketBooking.Booking.Sales;

/// <summary>
/// Seats whose claims another transaction kept locked for too long. The choice of best seats passes them over for a while: else each buyer
/// would get them chosen, and wait for the same lock.
/// </summary>
internal sealed class StuckSeats(TimeProvider clock)
{
    /// <summary>The server ends a transaction that idles for as long.</summary>
    private static readonly TimeSpan PassedOverFor = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<(Guid EventId, int[] Positions, DateTimeOffset Until)> _stuck = new();

    public void Add(Guid eventId, int[] positions)
    {
        while (_stuck.TryPeek(out var oldest) && oldest.Until <= clock.GetUtcNow())
        {
            _stuck.TryDequeue(out _);
        }

        _stuck.Enqueue((eventId, positions, clock.GetUtcNow() + PassedOverFor));
    }

    /// <summary>The positions of an event's seats that are to be passed over now.</summary>
    public IReadOnlyList<int> Of(Guid eventId) =>
        [.. _stuck.Where(stuck => stuck.EventId == eventId && stuck.Until > clock.GetUtcNow()).SelectMany(stuck => stuck.Positions)];
}
