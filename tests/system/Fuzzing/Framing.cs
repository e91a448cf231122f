using System.Text;

namespace TicketBooking.Fuzzing;

/// <summary>Says how long the body is: most often the truth.</summary>
internal sealed class Framing
{
    private static readonly string[] Lies =
    [
        "Content-Length: -1", "Content-Length: +5", "Content-Length: 5, 5", "Content-Length: x", "Content-Length: 99999999999999999999", "Content-Length: 4294967297", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: identity", "Transfer-Encoding: chunked\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length:\t5", " Content-Length: 5", "Content-Length : 5", "Transfer-Encoding: chunked",
    ];

    public Framing(Chance chance, byte[] body, bool takesBody)
    {
        if (chance.Percent(2))
        {
            // A lie that waits for more would wait until its deadline.
            (IsBroken, EndsEarly) = (true, true);
            Bytes = [.. Head(chance.Of(Lies)), .. body];
        }
        else if (chance.Percent(2) && body.Length > 1)
        {
            (IsBroken, EndsEarly) = (true, true);
            Bytes = [.. Head($"Content-Length: {body.Length}"), .. body[..chance.Below(body.Length)]];
        }
        else if (chance.Percent(10))
        {
            Bytes = [.. Head("Transfer-Encoding: chunked"), .. Chunks(chance, body)];
        }
        else
        {
            Bytes = body.Length > 0 || takesBody ? [.. Head($"Content-Length: {body.Length}"), .. body] : "\r\n"u8.ToArray();
        }
    }

    public bool IsBroken { get; }

    /// <summary>The client ends its side after these bytes.</summary>
    public bool EndsEarly { get; }

    /// <summary>The rest of the request after its other headers.</summary>
    public byte[] Bytes { get; }

    private static byte[] Head(string header) => Encoding.ASCII.GetBytes($"{header}\r\n\r\n");

    private static byte[] Chunks(Chance chance, byte[] body)
    {
        var at = body.Length == 0 ? 0 : chance.Below(body.Length);
        return [.. Chunk(body[..at]), .. Chunk(body[at..]), .. "0\r\n\r\n"u8];
    }

    private static byte[] Chunk(byte[] part) => part.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), .. part, .. "\r\n"u8];
}
