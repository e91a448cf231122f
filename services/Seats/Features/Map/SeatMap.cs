using System.IO.Compression;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>The map of an event at one version, as it is sent. Compressed once per encoding, when a client asks for it.</summary>
internal sealed class SeatMap(MapVersion version, ReadOnlyMemory<byte> json)
{
    private readonly Lazy<ReadOnlyMemory<byte>> _brotli = new(() => Compress(json, to => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true)));
    private readonly Lazy<ReadOnlyMemory<byte>> _gzip = new(() => Compress(json, to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true)));

    public MapVersion Version => version;

    public int Length => json.Length;

    /// <summary>Weak, because it is the same in every encoding.</summary>
    public string ETag => $"W/\"{version.Seq}-{version.Prices}\"";

    /// <param name="encoding">One of <see cref="ContentCoding"/>, or null for plain JSON.</param>
    public ReadOnlyMemory<byte> In(string? encoding) => encoding switch
    {
        ContentCoding.Brotli => _brotli.Value,
        ContentCoding.Gzip => _gzip.Value,
        _ => json,
    };

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> json, Func<Stream, Stream> compression)
    {
        using var compressed = new MemoryStream();
        using (var stream = compression(compressed))
        {
            stream.Write(json.Span);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
