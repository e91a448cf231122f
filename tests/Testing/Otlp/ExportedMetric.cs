using TicketBooking.Testing.Otlp.Wire;

namespace TicketBooking.Testing.Otlp;

/// <summary>A metric as a service exported it.</summary>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="Meter">The meter it is of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit in UCUM.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Points">Its values.</param>
public sealed record ExportedMetric(string Service, string Meter, string Name, string Unit, MetricKind Kind, IReadOnlyList<MetricPoint> Points)
{
    internal static IEnumerable<ExportedMetric> Of(ResourceMetrics resource)
    {
        var service = MetricPoint.Labels(resource.Resource.Attributes)["service.name"];
        return resource.ScopeMetrics.SelectMany(scope => scope.Metrics.Select(metric => Of(service, scope.Scope.Name, metric)));
    }

    private static ExportedMetric Of(string service, string meter, Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => new(service, meter, metric.Name, metric.Unit, MetricKind.Gauge, [.. metric.Gauge.DataPoints.Select(MetricPoint.Of)]),
        Metric.DataOneofCase.Sum => new(
            service, meter, metric.Name, metric.Unit, metric.Sum.IsMonotonic ? MetricKind.Counter : MetricKind.UpDownCounter,
            [.. metric.Sum.DataPoints.Select(MetricPoint.Of)]),
        Metric.DataOneofCase.Histogram => new(
            service, meter, metric.Name, metric.Unit, MetricKind.Histogram, [.. metric.Histogram.DataPoints.Select(MetricPoint.Of)]),
        _ => throw new InvalidDataException($"{metric.Name} has data of no kind that services export."),
    };
}
