using System.Buffers;
using System.IO.Compression;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>
/// The map of an event at one version, compressed while it was read. Brotli is kept: as fast to make as gzip and a third smaller. Gzip and
/// plain JSON are made of it while they are sent, piece by piece.
/// </summary>
internal sealed class SeatMap(Guid eventId, MapVersion version, IReadOnlyList<ReadOnlyMemory<byte>> brotli)
{
    private const int PieceBytes = 16 << 10;

    private readonly HashSet<Action> _readers = [];

    public Guid EventId => eventId;

    public MapVersion Version => version;

    /// <summary>What it takes in memory, and the length of its answer in brotli.</summary>
    public long Bytes { get; } = brotli.Sum(segment => (long)segment.Length);

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
                ContentCoding.Brotli => WriteAsync(client, cancellationToken),
                ContentCoding.Gzip => WriteGzipAsync(client, cancellationToken),
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

    private async Task WriteAsync(Stream client, CancellationToken cancellationToken)
    {
        foreach (var segment in brotli)
        {
            await client.WriteAsync(segment, cancellationToken);
        }
    }

    private async Task WriteGzipAsync(Stream client, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(client, CompressionLevel.Fastest, leaveOpen: true);
        await WritePlainAsync(gzip, cancellationToken);
    }

    private async Task WritePlainAsync(Stream to, CancellationToken cancellationToken)
    {
        using var piece = MemoryPool<byte>.Shared.Rent(PieceBytes);
        // Not with "using": it would be read-only, and its methods change it.
        var decoder = new BrotliDecoder();
        try
        {
            foreach (var segment in brotli)
            {
                OperationStatus status;
                var rest = segment;
                do
                {
                    status = decoder.Decompress(rest.Span, piece.Memory.Span, out var consumed, out var written);
                    await to.WriteAsync(piece.Memory[..written], cancellationToken);
                    rest = rest[consumed..];
                }
                while (status == OperationStatus.DestinationTooSmall);
            }
        }
        finally
        {
            decoder.Dispose();
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
