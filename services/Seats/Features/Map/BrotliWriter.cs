using System.Buffers;
using System.IO.Compression;

namespace TicketBooking.Seats.Features.Map;

/// <summary>Compresses what is written to it, block by block. Keeps the compressed bytes alone, in segments, so that none is copied while they grow.</summary>
internal sealed class BrotliWriter : IBufferWriter<byte>, IDisposable
{
    private const int BlockBytes = 128 << 10;
    private const int SegmentBytes = 32 << 10;

    /// <summary>The fastest that still looks for repetitions.</summary>
    private const int Quality = 1;

    /// <summary>256 KiB: with the default a decoder takes 4 MiB for each answer in another encoding.</summary>
    private const int WindowBits = 18;

    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private readonly List<ReadOnlyMemory<byte>> _segments = [];
    private BrotliEncoder _encoder = new(Quality, WindowBits);
    private byte[] _segment = new byte[SegmentBytes];
    private int _inBlock;
    private int _inSegment;

    public void Advance(int count) => _inBlock += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_block.Length - _inBlock < Math.Max(1, sizeHint))
        {
            CompressBlock(isLast: false);
        }

        return _block.AsMemory(_inBlock);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Ends the compressed text.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Complete()
    {
        CompressBlock(isLast: true);
        _segments.Add(_segment.AsSpan(0, _inSegment).ToArray());
        return _segments;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        ArrayPool<byte>.Shared.Return(_block);
    }

    private void CompressBlock(bool isLast)
    {
        OperationStatus status;
        var read = 0;
        do
        {
            status = _encoder.Compress(
                _block.AsSpan(read, _inBlock - read), _segment.AsSpan(_inSegment), out var consumed, out var written, isLast);
            read += consumed;
            _inSegment += written;
            if (_inSegment == _segment.Length)
            {
                _segments.Add(_segment);
                (_segment, _inSegment) = (new byte[SegmentBytes], 0);
            }
        }
        while (status == OperationStatus.DestinationTooSmall || read < _inBlock);

        if (status == OperationStatus.InvalidData)
        {
            throw new InvalidOperationException("The encoder has failed.");
        }

        _inBlock = 0;
    }
}
