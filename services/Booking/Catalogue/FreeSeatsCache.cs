using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Catalogue;

/// <summary>Keeps the free seats of events that best seats are asked of. The size of all that is kept is limited.</summary>
internal sealed class FreeSeatsCache(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    /// <summary>In seats, which take less than a byte each, and some 100 bytes while they are held.</summary>
    private const long MostKept = 20_000_000;

    /// <summary>Then all claims are read anew, whatever was missed: e.g. the database was restored.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public EventFreeSeats Of(Guid eventId, EventSeats seats)
    {
        lock (_gate)
        {
            return _kept.GetOrCreate(eventId, entry =>
            {
                (entry.Size, entry.AbsoluteExpirationRelativeToNow) = (seats.Count, KeptFor);
                return new EventFreeSeats(database, eventId, seats, clock);
            })!;
        }
    }

    public void Dispose() => _kept.Dispose();
}
