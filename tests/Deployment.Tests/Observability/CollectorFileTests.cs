using System.Text.Json.Nodes;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

public sealed class CollectorFileTests
{
    private static readonly string[] Sections = ["receivers", "processors", "exporters", "extensions"];

    private static readonly JsonNode Collector = YamlFile.Read("deploy/observability/otel-collector.yaml");

    [Fact]
    public void Every_key_is_one_that_the_collector_reads()
    {
        Assert.Empty(ObservabilityKeys.NamesIn(Collector).Except(ObservabilityKeys.Collector));
        Assert.Empty(ObservabilityKeys.NamesIn(Collector["service"]).Except(ObservabilityKeys.CollectorService));
        Assert.All(Pipelines(), pipeline => Assert.Empty(ObservabilityKeys.NamesIn(pipeline).Except(ObservabilityKeys.Pipeline)));
        Assert.All(
            Sections.SelectMany(section => Collector[section]!.AsObject()),
            part => Assert.Empty(ObservabilityKeys.NamesIn(part.Value).Except(ObservabilityKeys.CollectorPart[part.Key.Split('/')[0]])));
    }

    [Fact]
    public void Every_part_is_used_and_what_is_used_is_there()
    {
        Assert.All(ObservabilityKeys.Pipeline, section => Assert.Equal(
            ObservabilityKeys.NamesIn(Collector[section]).Order(), Pipelines().SelectMany(pipeline => pipeline[section].Texts()).Distinct().Order()));
        Assert.Equal(ObservabilityKeys.NamesIn(Collector["extensions"]), Collector["service"]!["extensions"].Texts());
    }

    [Fact]
    public void Services_are_heard_on_the_ports_of_OTLP() => Assert.Equal(
        ("0.0.0.0:4317", "0.0.0.0:4318"), (Endpoint(Collector["receivers"]!["otlp"]!["protocols"]!["grpc"]), Endpoint(Collector["receivers"]!["otlp"]!["protocols"]!["http"])));

    [Fact]
    public void Memory_is_limited_before_anything_else_and_metrics_outlive_two_exports() => Assert.Multiple(
        () => Assert.All(Pipelines(), pipeline => Assert.Equal("memory_limiter", pipeline["processors"].Texts()[0])),
        () => Assert.Equal("2m", (string?)Collector["exporters"]!["prometheus"]!["metric_expiration"]));

    private static IEnumerable<JsonNode> Pipelines() => Collector["service"]!["pipelines"]!.AsObject().Select(pipeline => pipeline.Value!);

    private static string? Endpoint(JsonNode? server) => (string?)server!["endpoint"];
}
