using System.Text.Json.Nodes;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>Prometheus's own program reads the files, computes the alerts on made-up series, and reads the dashboards' queries.</summary>
public sealed class PromtoolTests
{
    [Fact]
    public async Task The_configuration_is_valid_with_its_rules()
    {
        Assert.SkipUnless(Promtool.SkipReason is null, Promtool.SkipReason ?? "");

        await Promtool.PassesAsync("check", "config", Repository.PathTo("deploy/observability/prometheus.yml"));
    }

    [Fact]
    public async Task Alerts_fire_on_what_they_are_about_and_on_nothing_else()
    {
        Assert.SkipUnless(Promtool.SkipReason is null, Promtool.SkipReason ?? "");

        await Promtool.PassesAsync("test", "rules", Repository.PathTo("tests/Deployment.Tests/Observability/alerts.test.yaml"));
    }

    [Fact]
    public async Task Every_query_of_a_dashboard_is_one()
    {
        Assert.SkipUnless(Promtool.SkipReason is null, Promtool.SkipReason ?? "");
        var rules = SourcedQuery.All.Select((query, index) => new JsonObject { ["record"] = $"query:{index}", ["expr"] = query.Text });
        var file = Path.Combine(Directory.CreateTempSubdirectory("ticket-booking-queries-").FullName, "queries.yaml");
        await File.WriteAllTextAsync(file, new JsonObject
        {
            ["groups"] = new JsonArray(new JsonObject { ["name"] = "queries", ["rules"] = new JsonArray([.. rules]) }),
        }.ToJsonString());

        await Promtool.PassesAsync("check", "rules", file);

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>An alert without a test of its own could be one that never fires.</summary>
    [Fact]
    public void Every_alert_is_tested_by_promtool()
    {
        var expected = YamlFile.Read("tests/Deployment.Tests/Observability/alerts.test.yaml")["tests"]!.AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .Where(test => test!["exp_alerts"] is JsonArray { Count: > 0 })
            .Select(test => (string)test!["alertname"]!);

        Assert.Equal(AlertRule.All.Select(alert => alert.Name).Order(StringComparer.Ordinal), expected.Distinct().Order(StringComparer.Ordinal));
    }
}
