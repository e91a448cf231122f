using TicketBooking.Testing.Otlp.Wire;

namespace TicketBooking.Testing.Otlp;

/// <summary>A value of a metric.</summary>
/// <param name="Value">The number; of a histogram, how many values it counted.</param>
/// <param name="Attributes">Its labels.</param>
/// <param name="Bounds">Upper ends of a histogram's buckets.</param>
public sealed record MetricPoint(double Value, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<double> Bounds)
{
    internal static MetricPoint Of(NumberDataPoint point) => new(
        point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble, Labels(point.Attributes), []);

    internal static MetricPoint Of(HistogramDataPoint point) => new(point.Count, Labels(point.Attributes), [.. point.ExplicitBounds]);

    internal static Dictionary<string, string> Labels(IEnumerable<KeyValue> attributes) =>
        attributes.ToDictionary(attribute => attribute.Key, attribute => Text(attribute.Value), StringComparer.Ordinal);

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => $"{value.IntValue}",
        AnyValue.ValueOneofCase.DoubleValue => $"{value.DoubleValue}",
        _ => "",
    };
}
