using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Catalogue;

/// <summary>
/// Keeps the sale rules of events in memory. They may be old: the statement that makes a booking refuses old ones, and a refusal by the
/// rules is given after they were read anew.
/// </summary>
internal sealed class EventRulesCache(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    private const long MostEvents = 100_000;

    /// <summary>Then they are read anew, whatever was missed: e.g. the database was restored.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostEvents });

    /// <summary>The rules as they were known last, with the time of this process; null for an event that is not known here.</summary>
    public (SaleRules Rules, DateTimeOffset Now)? Known(Guid eventId) =>
        _kept.TryGetValue(eventId, out SaleRules? rules) ? (rules!, clock.GetUtcNow()) : null;

    /// <summary>Reads the rules, with the database's time; null for an unknown event.</summary>
    public async Task<(SaleRules Rules, DateTimeOffset Now)?> ReadAsync(Guid eventId, CancellationToken cancellationToken)
    {
        var found = await EventRulesTable.FindAsync(database, eventId, cancellationToken);
        if (found is { Rules: var rules })
        {
            _kept.Set(eventId, rules, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor });
        }

        return found;
    }

    public void Dispose() => _kept.Dispose();
}
