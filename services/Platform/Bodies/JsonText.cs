using System.Text.Unicode;

namespace TicketBooking.Platform;

/// <summary>Tells text that no service can keep: PostgreSQL takes no NUL, and half a surrogate pair is no character.</summary>
public static class JsonText
{
    private const int Escape = 6;

    /// <summary>
    /// Whether JSON is UTF-8, and has neither a NUL nor half a surrogate pair, escaped or not, in a value or a name. Whether it is JSON is left to
    /// its reader. One pass; without a <c>\u</c> escape it is vectorised.
    /// </summary>
    /// <param name="json">The whole body.</param>
    public static bool IsWellFormed(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && !json.Contains((byte)0) && AreEscapesWellFormed(json);

    private static bool AreEscapesWellFormed(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0; at = json.IndexOf((byte)'\\'))
        {
            json = json[at..];
            if (CodeUnit(json) is not { } unit)
            {
                json = json[Math.Min(2, json.Length)..];
                continue;
            }

            if (unit == '\0' || char.IsLowSurrogate(unit))
            {
                return false;
            }

            json = json[Escape..];
            if (char.IsHighSurrogate(unit))
            {
                if (CodeUnit(json) is not { } second || !char.IsLowSurrogate(second))
                {
                    return false;
                }

                json = json[Escape..];
            }
        }

        return true;
    }

    /// <summary>Null when there is no whole <c>\u</c> escape at the start.</summary>
    private static char? CodeUnit(ReadOnlySpan<byte> json)
    {
        Span<byte> unit = stackalloc byte[sizeof(char)];
        return json.Length >= Escape && json[0] == '\\' && json[1] == 'u'
            && Convert.FromHexString(json[2..Escape], unit, out _, out _) == System.Buffers.OperationStatus.Done
                ? (char)((unit[0] << 8) | unit[1])
                : null;
    }
}
