using System.Text.RegularExpressions;

namespace TicketBooking.Testing.Otlp;

/// <summary>
/// How the collector's Prometheus exporter writes a metric, with its default settings:
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/ and https://github.com/prometheus/otlptranslator.
/// </summary>
public static partial class PrometheusName
{
    /// <summary>The units that services export. Another one has to be added here first.</summary>
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal) { ["s"] = "seconds", ["By"] = "bytes", [""] = "" };

    /// <summary>The names of its series: three for a histogram, else one.</summary>
    /// <exception cref="KeyNotFoundException">The unit is not known here.</exception>
    public static IReadOnlyList<string> SeriesOf(string name, string unit, MetricKind kind)
    {
        List<string> words = [.. NoLetter().Split(name)];
        // A unit in braces says what is counted; it is no suffix.
        var suffix = unit is ['{', .., '}'] ? "" : Units[unit];
        if (suffix.Length > 0 && !words.Contains(suffix))
        {
            words.Add(suffix);
        }

        if (kind == MetricKind.Counter)
        {
            words.RemoveAll(word => word == "total");
            words.Add("total");
        }

        var series = string.Join('_', words);
        return kind == MetricKind.Histogram ? [$"{series}_bucket", $"{series}_sum", $"{series}_count"] : [series];
    }

    public static string LabelOf(string attribute) => NoLetter().Replace(attribute, "_");

    [GeneratedRegex("[^a-zA-Z0-9:]+")]
    private static partial Regex NoLetter();
}
