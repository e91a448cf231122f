using System.Text.Json.Nodes;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

public sealed class GrafanaProvisioningTests
{
    private const string Folder = "deploy/observability/grafana/provisioning";

    [Fact]
    public void Every_key_of_the_data_source_is_one_that_Grafana_reads() => Assert.All(
        Items("datasources/prometheus.yaml", "datasources"),
        source => Assert.Empty(ObservabilityKeys.NamesIn(source).Except(ObservabilityKeys.DataSource)));

    [Fact]
    public void Every_key_of_the_dashboards_is_one_that_Grafana_reads() => Assert.All(
        Items("dashboards/dashboards.yaml", "providers"),
        provider =>
        {
            Assert.Empty(ObservabilityKeys.NamesIn(provider).Except(ObservabilityKeys.DashboardProvider));
            Assert.Equal("/var/lib/grafana/dashboards", (string?)provider["options"]!["path"]);
        });

    [Fact]
    public void Panels_of_short_times_know_how_often_Prometheus_asks()
    {
        var source = Assert.Single(Items("datasources/prometheus.yaml", "datasources"));

        Assert.Equal(
            (string?)YamlFile.Read("deploy/observability/prometheus.yml")["global"]!["scrape_interval"], (string?)source["jsonData"]!["timeInterval"]);
    }

    private static JsonNode[] Items(string file, string list)
    {
        var content = YamlFile.Read($"{Folder}/{file}");
        Assert.Equal(["apiVersion", list], ObservabilityKeys.NamesIn(content));
        return [.. content[list]!.AsArray().Select(item => item!)];
    }
}
