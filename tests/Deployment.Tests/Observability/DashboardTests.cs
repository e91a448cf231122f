using System.Text.Json.Nodes;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

public sealed class DashboardTests
{
    private const string Provisioning = "deploy/observability/grafana/provisioning";
    private const int Columns = 24;

    public static TheoryData<string> Files => [.. Dashboard.All.Select(dashboard => dashboard.FileName)];

    [Fact]
    public void Every_dashboard_has_an_id_and_a_title_of_its_own_and_its_file_is_named_so()
    {
        Assert.NotEmpty(Dashboard.All);
        Assert.All(Dashboard.All, dashboard => Assert.Equal(dashboard.FileName, $"{dashboard.Uid}.json"));
        Assert.Equal(Dashboard.All.Count, Dashboard.All.Select(dashboard => (string?)dashboard.Content["title"]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_panel_has_an_id_of_its_own_and_says_what_it_shows(string file)
    {
        var panels = Of(file).Panels;

        Assert.Equal(panels.Count, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        Assert.All(panels, panel => Assert.NotEmpty((string)panel["title"]!));
        Assert.All(Charts(file), panel => Assert.NotEmpty((string)panel["description"]!));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_panel_asks_the_data_source_that_is_provisioned(string file)
    {
        var source = Assert.Single(YamlFile.Read($"{Provisioning}/datasources/prometheus.yaml")["datasources"]!.AsArray())!;
        var expected = ((string?)source["type"], (string?)source["uid"]);

        Assert.All(Charts(file), panel =>
        {
            Assert.Equal(expected, SourceOf(panel));
            Assert.NotEmpty(panel["targets"]!.AsArray());
            Assert.All(panel["targets"]!.AsArray(), target => Assert.Equal(expected, SourceOf(target!)));
            Assert.Equal(
                panel["targets"]!.AsArray().Count, panel["targets"]!.AsArray().Select(target => (string?)target!["refId"]).Distinct().Count());
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_panel_lies_on_another(string file)
    {
        var cells = Of(file).Panels.SelectMany(panel => CellsOf(panel["gridPos"]!)).ToArray();

        Assert.Equal(cells.Length, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.X, 0, Columns - 1));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_is_one_that_Grafana_reads(string file)
    {
        var dashboard = Of(file);

        Assert.Empty(ObservabilityKeys.NamesIn(dashboard.Content).Except(ObservabilityKeys.Dashboard));
        Assert.All(dashboard.Panels, panel => Assert.Empty(ObservabilityKeys.NamesIn(panel).Except(ObservabilityKeys.Panel)));
        Assert.All(Charts(file), panel => Assert.All(
            panel["targets"]!.AsArray(), target => Assert.Empty(ObservabilityKeys.NamesIn(target!).Except(ObservabilityKeys.PrometheusTarget))));
    }

    private static Dashboard Of(string file) => Dashboard.All.Single(dashboard => dashboard.FileName == file);

    private static IEnumerable<JsonNode> Charts(string file) => Of(file).Panels.Where(panel => (string?)panel["type"] != "row");

    private static (string?, string?) SourceOf(JsonNode node) => ((string?)node["datasource"]!["type"], (string?)node["datasource"]!["uid"]);

    private static IEnumerable<(int X, int Y)> CellsOf(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);
}
