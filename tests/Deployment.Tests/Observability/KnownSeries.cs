using TicketBooking.Testing.Otlp;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>What Prometheus has when it scrapes the collector and the sidecars of deploy/observability/prometheus.yml.</summary>
internal static class KnownSeries
{
    /// <summary>Labels by series; each with the values it may have, none where any is possible.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> All { get; } = Services().Concat(Sidecars()).ToDictionary();

    /// <summary>The collector makes <c>job</c> of the service's name and <c>instance</c> of its process.</summary>
    private static IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, string[]>>> Services() =>
        from metric in DocumentedMetric.All
        from series in metric.Series
        select Of(series,
        [
            .. metric.Labels.Select(label => KeyValuePair.Create(PrometheusName.LabelOf(label.Key), label.Value)),
            .. Any("job", "instance"), .. series.EndsWith("_bucket", StringComparison.Ordinal) ? Any("le") : [],
        ]);

    /// <summary>prometheus.yml gives their targets the label <c>app</c>; Prometheus itself writes <c>up</c>.</summary>
    private static IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, string[]>>> Sidecars() => DaprSeries.All
        .Append(KeyValuePair.Create("up", Array.Empty<string>()))
        .Select(series => Of(series.Key, [.. Any(series.Value), .. Any("instance", "app"), KeyValuePair.Create("job", (string[])["daprd", "otel-collector"])]));

    private static KeyValuePair<string, IReadOnlyDictionary<string, string[]>> Of(string series, IEnumerable<KeyValuePair<string, string[]>> labels) =>
        KeyValuePair.Create<string, IReadOnlyDictionary<string, string[]>>(series, labels.ToDictionary());

    private static IEnumerable<KeyValuePair<string, string[]>> Any(params IEnumerable<string> labels) =>
        labels.Select(label => KeyValuePair.Create(label, Array.Empty<string>()));
}
