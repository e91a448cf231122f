using System.Buffers;
using System.IO.Compression;

namespace TicketBooking.Seats.Features.Map;

/// <summary>Makes other encodings of a map out of brotli.</summary>
internal static class MapTranscoding
{
    public const int PieceBytes = 16 << 10;

    private const int SegmentBytes = 32 << 10;

    /// <summary>Plain text, piece by piece.</summary>
    /// <param name="brotli">The whole map.</param>
    /// <param name="piece">Room for a piece, which is overwritten by the next.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Decode(IEnumerable<ReadOnlyMemory<byte>> brotli, Memory<byte> piece)
    {
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
                    status = decoder.Decompress(rest.Span, piece.Span, out var consumed, out var written);
                    yield return piece[..written];
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

    /// <summary>All of it, in segments, so that none is copied while they grow.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> ToGzip(IEnumerable<ReadOnlyMemory<byte>> brotli)
    {
        var segments = new List<ReadOnlyMemory<byte>>();
        using var segment = new MemoryStream();
        using (var gzip = new GZipStream(segment, CompressionLevel.Fastest, leaveOpen: true))
        using (var piece = MemoryPool<byte>.Shared.Rent(PieceBytes))
        {
            foreach (var plain in Decode(brotli, piece.Memory))
            {
                gzip.Write(plain.Span);
                if (segment.Length >= SegmentBytes)
                {
                    segments.Add(segment.ToArray());
                    segment.SetLength(0);
                }
            }
        }

        segments.Add(segment.ToArray());
        return segments;
    }
}
