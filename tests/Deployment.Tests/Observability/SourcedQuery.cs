using System.Text.Json.Nodes;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>A query of an alert or of a dashboard.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Text">The query.</param>
/// <param name="Template">What shows its labels: the legend of a panel, the summary of an alert.</param>
internal sealed record SourcedQuery(string Source, string Text, string Template)
{
    public static IReadOnlyList<SourcedQuery> All { get; } =
    [
        .. AlertRule.All.Select(alert => new SourcedQuery(alert.Name, alert.Query, alert.Summary)),
        .. Dashboard.All.SelectMany(dashboard => dashboard.Panels.SelectMany(panel => Targets(panel).Select(target => new SourcedQuery(
            $"{dashboard.Uid}: {panel["title"]}", ((string)target["expr"]!).Replace("$__rate_interval", "1m", StringComparison.Ordinal), (string)target["legendFormat"]!)))),
    ];

    public PromQuery Query => PromQuery.Of(Text);

    private static IEnumerable<JsonNode> Targets(JsonNode panel) => panel["targets"]?.AsArray().Select(target => target!) ?? [];
}
