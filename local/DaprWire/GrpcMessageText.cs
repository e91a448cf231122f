using System.Globalization;
using System.Text;

namespace TicketBooking.DaprWire;

/// <summary>The encoding of <c>grpc-message</c>: UTF-8 where everything but printable ASCII, and the percent sign, is <c>%XX</c>.</summary>
internal static class GrpcMessageText
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (unit is >= 0x20 and <= 0x7e and not (byte)'%')
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
            }
        }

        return encoded.ToString();
    }

    public static string Decode(string text) => Uri.UnescapeDataString(text);
}
