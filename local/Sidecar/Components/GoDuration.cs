using System.Globalization;
using System.Text.RegularExpressions;

namespace TicketBooking.Sidecar.Components;

/// <summary>Durations as Go writes them: <c>500ms</c>, <c>15s</c>, <c>1m30s</c>, <c>720h</c>.</summary>
internal static partial class GoDuration
{
    private static readonly Dictionary<string, TimeSpan> Units = new(StringComparer.Ordinal)
    {
        ["h"] = TimeSpan.FromHours(1), ["m"] = TimeSpan.FromMinutes(1), ["s"] = TimeSpan.FromSeconds(1), ["ms"] = TimeSpan.FromMilliseconds(1),
    };

    public static TimeSpan Parse(string text)
    {
        var parts = Parts().Match(text) is { Success: true } match
            ? match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures)
            : throw new InvalidDataException($"'{text}' is not a duration such as 500ms, 15s or 1m30s.");
        return parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + (double.Parse(part.First.Value, CultureInfo.InvariantCulture) * Units[part.Second.Value]));
    }

    [GeneratedRegex(@"^(?:(?<number>\d+(?:\.\d+)?)(?<unit>h|ms|m|s))+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
