using System.Globalization;
using System.Text.RegularExpressions;

namespace TicketBooking.Sidecar.Components;

/// <summary>Durations as Go writes them: <c>500ms</c>, <c>15s</c>, <c>1m30s</c>, <c>720h</c>.</summary>
internal static partial class Duration
{
    public static TimeSpan Parse(string text)
    {
        var match = Whole().Match(text);
        if (!match.Success)
        {
            throw new InvalidDataException($"'{text}' is not a duration such as 500ms, 15s or 1m30s.");
        }

        var parts = match.Groups["part"].Captures.Zip(match.Groups["unit"].Captures);
        return parts.Aggregate(TimeSpan.Zero, (sum, p) => sum + Part(p.First.Value, p.Second.Value));
    }

    private static TimeSpan Part(string number, string unit)
    {
        var value = double.Parse(number, CultureInfo.InvariantCulture);
        return unit switch
        {
            "h" => TimeSpan.FromHours(value),
            "m" => TimeSpan.FromMinutes(value),
            "s" => TimeSpan.FromSeconds(value),
            "ms" => TimeSpan.FromMilliseconds(value),
            _ => TimeSpan.FromMicroseconds(value),
        };
    }

    [GeneratedRegex(@"^(?:(?<part>\d+(?:\.\d+)?)(?<unit>h|ms|us|m|s))+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
