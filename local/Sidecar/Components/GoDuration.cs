using System.Globalization;
using System.Text.RegularExpressions;

namespace TicketBooking.Sidecar.Components;

/// <summary>Durations as Go writes them: <c>500ms</c>, <c>15s</c>, <c>1m30s</c>, <c>720h</c>.</summary>
internal static partial class GoDuration
{
    public static TimeSpan Parse(string text)
    {
        var match = Whole().Match(text);
        if (!match.Success)
        {
            throw new InvalidDataException($"'{text}' is not a duration such as 500ms, 15s or 1m30s.");
        }

        return match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures)
            .Aggregate(TimeSpan.Zero, (sum, part) => sum + (double.Parse(part.First.Value, CultureInfo.InvariantCulture) * Unit(part.Second.Value)));
    }

    private static TimeSpan Unit(string unit) => unit switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        _ => TimeSpan.FromMicroseconds(1),
    };

    [GeneratedRegex(@"^(?:(?<number>\d+(?:\.\d+)?)(?<unit>h|ms|us|m|s))+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
