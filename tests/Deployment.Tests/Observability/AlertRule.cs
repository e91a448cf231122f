using System.Text.Json.Nodes;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>A rule of deploy/observability/alerts.yaml.</summary>
internal sealed record AlertRule(JsonNode Content)
{
    public const string File = "deploy/observability/alerts.yaml";

    public static IReadOnlyList<AlertRule> All { get; } =
        [.. YamlFile.Read(File)["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => new AlertRule(rule!))];

    public string Name => (string)Content["alert"]!;

    public string Query => (string)Content["expr"]!;

    public string Severity => (string)Content["labels"]!["severity"]!;

    public string Summary => (string)Content["annotations"]!["summary"]!;

    public string Runbook => (string)Content["annotations"]!["runbook_url"]!;
}
