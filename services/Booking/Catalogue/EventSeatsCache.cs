using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Catalogue;

/// <summary>
/// Reads the layout of an event once and keeps its seats. A layout never changes; its prices may, and then the statement that makes a
/// booking refuses the old ones, and the seats are read again. The size of all that is kept is limited.
/// </summary>
internal sealed class EventSeatsCache(NpgsqlDataSource database) : IDisposable
{
    /// <summary>In rows and accessible seats, which take some 30 bytes each.</summary>
    private const long MostKept = 1_000_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });
    private readonly ConcurrentDictionary<Guid, Lazy<Task<EventSeats?>>> _asked = new();

    /// <summary>Returns the seats, or null when the event's layout is not stored.</summary>
    public async Task<EventSeats?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(eventId, out EventSeats? known))
        {
            return known;
        }

        // One reading serves all waiting callers; the cancellation of the first caller does not end it.
        var question = _asked.GetOrAdd(eventId, id => new Lazy<Task<EventSeats?>>(() => ReadAsync(id)));
        return await question.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Forgets seats with old prices, unless newer ones are kept already.</summary>
    public void Forget(Guid eventId, EventSeats old)
    {
        if (_kept.TryGetValue(eventId, out EventSeats? known) && known!.PricesVersion <= old.PricesVersion)
        {
            _kept.Remove(eventId);
        }
    }

    public void Dispose() => _kept.Dispose();

    private async Task<EventSeats?> ReadAsync(Guid eventId)
    {
        try
        {
            if (await EventLayoutTable.FindAsync(database, eventId, CancellationToken.None) is not { } stored)
            {
                return null;
            }

            var found = new EventSeats(stored.Layout, stored.PricesVersion);
            _kept.Set(eventId, found, new MemoryCacheEntryOptions { Size = found.Size });
            return found;
        }
        finally
        {
            _asked.TryRemove(eventId, out _);
        }
    }
}
