using System.Collections.Concurrent;
using System.Data;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>
/// Keeps the map of each event, made once per version. Requests that arrive while it is read share the answer. Memory is bounded.
/// </summary>
internal sealed class SeatMaps(NpgsqlDataSource database) : IDisposable
{
    private const long MostBytes = 256 << 20;

    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });
    private readonly ConcurrentDictionary<Guid, Lazy<Task<SeatMap?>>> _asked = new();

    /// <summary>The map, or null when there is no such event.</summary>
    public Task<SeatMap?> FindAsync(Guid eventId, CancellationToken cancellationToken) =>
        _asked.GetOrAdd(eventId, id => new Lazy<Task<SeatMap?>>(() => LookUpAsync(id))).Value.WaitAsync(cancellationToken);

    public void Dispose() => _kept.Dispose();

    /// <summary>Not cancelled with the request that was first.</summary>
    private async Task<SeatMap?> LookUpAsync(Guid eventId)
    {
        using var deadline = new CancellationTokenSource(ReadWithin);
        try
        {
            var version = await MapReads.FindVersionAsync(database, eventId, deadline.Token);
            var known = _kept.Get<SeatMap>(eventId);
            return version is not null && known?.Version == version ? known : await ReadAsync(eventId, deadline.Token);
        }
        finally
        {
            _asked.TryRemove(eventId, out _);
        }
    }

    private async Task<SeatMap?> ReadAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var version = await MapReads.FindVersionAsync(moment, eventId, cancellationToken);
        if (version is null || await EventTable.FindAsync(moment, eventId, cancellationToken) is not { } row)
        {
            return null;
        }

        using var writer = new MapWriter(eventId, version.Value.Seq, row);
        await foreach (var seat in MapReads.StreamAsync(moment, eventId, cancellationToken))
        {
            writer.Add(seat);
        }

        var map = new SeatMap(version.Value, writer.End());
        _kept.Set(eventId, map, new MemoryCacheEntryOptions { Size = map.Length, SlidingExpiration = UnusedFor });
        return map;
    }
}
