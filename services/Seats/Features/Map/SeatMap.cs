using System.Buffers;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>
/// The map of an event at one version, compressed while it was read. Brotli is kept: as fast to make as gzip and a third smaller. Gzip is made of it
/// once, when it is first asked for, and kept too: to make it for each client would cost a good part of a second. Plain JSON is made while it is
/// sent, piece by piece.
/// </summary>
internal sealed class SeatMap(Guid eventId, MapVersion version, IReadOnlyList<ReadOnlyMemory<byte>> brotli)
{
    private readonly Lazy<Task<IReadOnlyList<ReadOnlyMemory<byte>>>> _gzip = new(() => Task.Run(() => MapTranscoding.ToGzip(brotli)));
    private readonly HashSet<Action> _readers = [];

    public Guid EventId => eventId;

    public MapVersion Version => version;

    /// <summary>The length of its answer in brotli.</summary>
    public long BrotliBytes { get; } = Sum(brotli);

    /// <summary>What it takes in memory.</summary>
    public long Bytes => BrotliBytes + (_gzip is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var gzip } } ? Sum(gzip) : 0);

    /// <summary>Weak, because it is the same in every encoding.</summary>
    public string ETag => $"W/\"{version.Seq}-{version.Prices}\"";

    public bool IsBeingSent
    {
        get
        {
            lock (_readers)
            {
                return _readers.Count > 0;
            }
        }
    }

    /// <summary>Sends it no faster than the client reads: each piece waits for the one before.</summary>
    /// <param name="client">Where to.</param>
    /// <param name="encoding">One of <see cref="ContentCoding"/>, or null for plain JSON.</param>
    /// <param name="abort">Breaks the connection, when this map is dropped while the client does not read.</param>
    /// <param name="cancellationToken">Set when the connection is broken.</param>
    public async Task SendAsync(Stream client, string? encoding, Action abort, CancellationToken cancellationToken)
    {
        Enter(abort);
        try
        {
            await (encoding switch
            {
                ContentCoding.Brotli => WriteAsync(client, brotli, cancellationToken),
                ContentCoding.Gzip => WriteAsync(client, await _gzip.Value, cancellationToken),
                _ => WritePlainAsync(client, cancellationToken),
            });
        }
        finally
        {
            Leave(abort);
        }
    }

    /// <summary>Breaks the connections of all clients that are still reading it.</summary>
    public void Drop()
    {
        // A reader that is done waits for the lock: its connection may have another request next.
        lock (_readers)
        {
            foreach (var abort in _readers)
            {
                abort();
            }
        }
    }

    private static long Sum(IReadOnlyList<ReadOnlyMemory<byte>> segments) => segments.Sum(segment => (long)segment.Length);

    private static async Task WriteAsync(Stream client, IReadOnlyList<ReadOnlyMemory<byte>> segments, CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
        {
            await client.WriteAsync(segment, cancellationToken);
        }
    }

    private async Task WritePlainAsync(Stream client, CancellationToken cancellationToken)
    {
        using var piece = MemoryPool<byte>.Shared.Rent(MapTranscoding.PieceBytes);
        foreach (var plain in MapTranscoding.Decode(brotli, piece.Memory))
        {
            await client.WriteAsync(plain, cancellationToken);
        }
    }

    private void Enter(Action abort)
    {
        lock (_readers)
        {
            _readers.Add(abort);
        }
    }

    private void Leave(Action abort)
    {
        lock (_readers)
        {
            _readers.Remove(abort);
        }
    }
}
