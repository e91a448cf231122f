using System.Collections.Concurrent;
using System.Data;
using Npgsql;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>
/// Keeps the map of each event, made once per version. Requests that arrive while it is made share it, and few are made at the same time.
/// </summary>
internal sealed class SeatMaps(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    /// <summary>Each takes a connection and most of a processor.</summary>
    public const int MostAtOnce = 2;

    private const long MostBytes = 128 << 20;

    private static readonly TimeSpan WaitWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(30);

    private readonly KeptMaps _kept = new(MostBytes, clock);
    private readonly ConcurrentDictionary<Guid, Lazy<Task<SeatMap?>>> _asked = new();
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    /// <summary>The map, or null when there is no such event.</summary>
    /// <exception cref="TimeoutException">Others are being made, or the database is slow; trying again is right.</exception>
    public Task<SeatMap?> FindAsync(Guid eventId, CancellationToken cancellationToken) =>
        _asked.GetOrAdd(eventId, id => new Lazy<Task<SeatMap?>>(() => LookUpAsync(id))).Value.WaitAsync(cancellationToken);

    public void Dispose() => _places.Dispose();

    /// <summary>Not cancelled with the request that was first.</summary>
    private async Task<SeatMap?> LookUpAsync(Guid eventId)
    {
        using var deadline = new CancellationTokenSource(ReadWithin, clock);
        try
        {
            return await MapReads.FindVersionAsync(database, eventId, deadline.Token) is { } version
                ? _kept.Find(eventId, version) ?? await MakeInTurnAsync(eventId, deadline.Token)
                : null;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("It is not this map's turn yet, or its seats were not read in time.", exception);
        }
        finally
        {
            _asked.TryRemove(eventId, out _);
        }
    }

    /// <summary>Waits without a connection, so that maps in line take none from other requests.</summary>
    private async Task<SeatMap?> MakeInTurnAsync(Guid eventId, CancellationToken cancellationToken)
    {
        using (var turn = new CancellationTokenSource(WaitWithin, clock))
        {
            await _places.WaitAsync(turn.Token);
        }

        try
        {
            return await MakeAsync(eventId, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<SeatMap?> MakeAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var version = await MapReads.FindVersionAsync(moment, eventId, cancellationToken);
        if (version is null || await EventTable.FindAsync(moment, eventId, cancellationToken) is not { } row)
        {
            return null;
        }

        using var compressed = new BrotliWriter();
        using var writer = new MapWriter(compressed, eventId, version.Value.Seq, row);
        await foreach (var seat in MapReads.StreamAsync(moment, eventId, cancellationToken))
        {
            writer.Add(seat);
        }

        writer.End();
        var map = new SeatMap(eventId, version.Value, compressed.Complete());
        _kept.Keep(map);
        return map;
    }
}
