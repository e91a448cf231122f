using System.Text;

namespace TicketBooking.Fuzzing;

/// <summary>A request as its bytes.</summary>
/// <param name="Operation">What it is made of.</param>
/// <param name="IsHead">Its answer has no body.</param>
/// <param name="IsBroken">It need not be HTTP: the server may answer without a body, or close the connection.</param>
/// <param name="EndsEarly">The client sends no more after it.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record FuzzRequest(ApiOperation Operation, bool IsHead, bool IsBroken, bool EndsEarly, byte[] Bytes)
{
    private const int Shown = 4_000;

    /// <summary>All bytes that are not printable ASCII are escaped as printf does; a long body is cut.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var value in Bytes.Take(Shown))
        {
            text.Append(value switch
            {
                (byte)'\n' => "\\n\n",
                (byte)'\r' => "\\r",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => ((char)value).ToString(),
                _ => $"\\x{value:x2}",
            });
        }

        return Bytes.Length > Shown ? $"{text}… ({Bytes.Length} bytes)" : text.ToString();
    }
}
