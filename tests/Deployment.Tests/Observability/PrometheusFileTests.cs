using System.Text.Json.Nodes;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

public sealed class PrometheusFileTests
{
    private const string Folder = "deploy/observability";

    private static readonly JsonNode Prometheus = YamlFile.Read($"{Folder}/prometheus.yml");

    [Fact]
    public void Every_key_is_one_that_Prometheus_reads()
    {
        Assert.Empty(ObservabilityKeys.NamesIn(Prometheus).Except(ObservabilityKeys.Prometheus));
        Assert.Empty(ObservabilityKeys.NamesIn(Prometheus["global"]).Except(ObservabilityKeys.PrometheusGlobal));
        Assert.All(Scrapes(), scrape =>
        {
            Assert.Empty(ObservabilityKeys.NamesIn(scrape).Except(ObservabilityKeys.Scrape));
            Assert.All(List(scrape["dns_sd_configs"]), dns => Assert.Empty(ObservabilityKeys.NamesIn(dns).Except(ObservabilityKeys.DnsDiscovery)));
            Assert.All(List(scrape["relabel_configs"]), relabel => Assert.Empty(ObservabilityKeys.NamesIn(relabel).Except(ObservabilityKeys.Relabel)));
        });
    }

    [Fact]
    public void Every_key_of_the_rules_is_one_that_Prometheus_reads() => Assert.All(
        List(YamlFile.Read(AlertRule.File)["groups"]),
        group =>
        {
            Assert.Empty(ObservabilityKeys.NamesIn(group).Except(ObservabilityKeys.RuleGroup));
            Assert.All(List(group["rules"]), rule => Assert.Empty(ObservabilityKeys.NamesIn(rule).Except(ObservabilityKeys.Rule)));
        });

    [Fact]
    public void Every_file_of_rules_is_there() =>
        Assert.All(Prometheus["rule_files"].Texts(), file => Assert.True(File.Exists(Repository.PathTo($"{Folder}/{file}")), file));

    [Fact]
    public void The_collector_is_asked_where_it_shows_metrics_and_its_labels_are_kept()
    {
        var endpoint = (string)YamlFile.Read($"{Folder}/otel-collector.yaml")["exporters"]!["prometheus"]!["endpoint"]!;
        var scrape = Scrapes().Single(scrape => (string?)scrape["job_name"] == "otel-collector");

        Assert.Equal([$"otel-collector:{endpoint.Split(':')[1]}"], Assert.Single(List(scrape["static_configs"]))["targets"].Texts());
        Assert.Equal("true", (string?)scrape["honor_labels"]);
    }

    [Fact]
    public void Every_app_has_its_sidecars_asked()
    {
        string[] apps = [AppIds.Gateway, AppIds.EventCore, AppIds.Booking, AppIds.Search, AppIds.Seats];
        var discovery = Assert.Single(List(Scrapes().Single(scrape => (string?)scrape["job_name"] == "daprd")["dns_sd_configs"]));

        Assert.Equal(apps.Select(app => $"{app}-dapr").Order(), discovery["names"].Texts().Order());
        Assert.Equal("9090", (string?)discovery["port"]);
    }

    private static JsonNode[] Scrapes() => List(Prometheus["scrape_configs"]);

    private static JsonNode[] List(JsonNode? list) => [.. list?.AsArray().Select(item => item!) ?? []];
}
