using System.Text.Json.Nodes;
using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>A file of deploy/observability/grafana/dashboards.</summary>
internal sealed record Dashboard(string FileName, JsonNode Content)
{
    public static IReadOnlyList<Dashboard> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathTo("deploy/observability/grafana/dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => new Dashboard(Path.GetFileName(path), JsonNode.Parse(File.ReadAllText(path))!)),
    ];

    public string Uid => (string)Content["uid"]!;

    public IReadOnlyList<JsonNode> Panels => [.. Content["panels"]!.AsArray().Select(panel => panel!)];
}
