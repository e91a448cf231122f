namespace TicketBooking.Testing.Otlp;

/// <summary>A row of the table of metrics in docs/observability.md.</summary>
/// <param name="Name">Its name in the service.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Unit">Its unit in UCUM.</param>
/// <param name="Labels">Its labels, each with all values that it may have; none where the page lists none.</param>
public sealed record DocumentedMetric(string Name, MetricKind Kind, string Unit, IReadOnlyDictionary<string, string[]> Labels)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<DocumentedMetric> All { get; } =
    [
        .. File.ReadLines(Repository.PathTo("docs/observability.md")).Select(Of).OfType<DocumentedMetric>(),
    ];

    /// <summary>Its series in Prometheus.</summary>
    public IReadOnlyList<string> Series => PrometheusName.SeriesOf(Name, Unit, Kind);

    private static DocumentedMetric? Of(string line) => line.Split('|', StringSplitOptions.TrimEntries) is ["", ['`', .., '`'] name, var kind, var unit, var labels, _, ""]
        ? new(name.Trim('`'), KindOf(kind), unit.Trim('`'), LabelsOf(labels))
        : null;

    private static MetricKind KindOf(string text) => Enum.Parse<MetricKind>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Labels are as <c>`outcome` made, conflict; `topic`</c>.</summary>
    private static Dictionary<string, string[]> LabelsOf(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(label => label.Trim('`').Split('`', 2))
        .ToDictionary(
            parts => parts[0],
            parts => parts.Length == 1 ? [] : parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
