using System.Buffers.Binary;
using Google.Protobuf;

namespace TicketBooking.DaprWire;

/// <summary>
/// One length-prefixed message: a byte that says whether it is compressed (never, here), four bytes of length, the message.
/// </summary>
internal static class GrpcFrame
{
    private const int HeaderSize = 5;

    /// <summary>A workflow's whole history travels in one message; beyond this a sender is broken or hostile.</summary>
    private const uint MaxMessageSize = 64 * 1024 * 1024;

    public static byte[] Encode(IMessage message)
    {
        var size = message.CalculateSize();
        var frame = new byte[HeaderSize + size];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)size);
        message.WriteTo(frame.AsSpan(HeaderSize));
        return frame;
    }

    /// <summary>The next message, or null where the stream ends between two messages.</summary>
    public static async ValueTask<T?> ReadAsync<T>(Stream stream, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        var header = new byte[HeaderSize];
        var read = await stream.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        if (read < HeaderSize)
        {
            throw new GrpcStatusException(GrpcStatus.Internal, "The stream ended inside a message header.");
        }

        var body = new byte[BodySize(header)];
        if (await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken) < body.Length)
        {
            throw new GrpcStatusException(GrpcStatus.Internal, "The stream ended inside a message.");
        }

        return Parse(parser, body);
    }

    private static uint BodySize(ReadOnlySpan<byte> header)
    {
        if (header[0] != 0)
        {
            throw new GrpcStatusException(GrpcStatus.Unimplemented, "Compressed messages were not offered and are not read.");
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        return size <= MaxMessageSize
            ? size
            : throw new GrpcStatusException(GrpcStatus.ResourceExhausted, $"A message of {size} bytes is larger than {MaxMessageSize}.");
    }

    private static T Parse<T>(MessageParser<T> parser, byte[] body)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new GrpcStatusException(GrpcStatus.Internal, "A message could not be parsed.", e);
        }
    }
}
