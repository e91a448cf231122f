using System.Text.RegularExpressions;
using TicketBooking.Testing.Otlp;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>
/// Queries of alerts and dashboards ask for metrics, labels and values that there are. docs/observability.md lists them; ExportMetrics of
/// tests/system/Launched compares that page with what the running system exports.
/// </summary>
public sealed partial class QueryTests
{
    /// <summary>Metrics that are listed for an operator's own queries, and why no query here needs them.</summary>
    private static readonly Dictionary<string, string> Unused = [];

    public static TheoryData<string> Sources => [.. SourcedQuery.All.Select(query => query.Source).Distinct()];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_metric_exists(string source) => Assert.All(
        SelectorsOf(source), selector => Assert.True(KnownSeries.All.ContainsKey(selector.Series), selector.Series));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_label_and_every_value_exists(string source) => Assert.All(
        SelectorsOf(source).SelectMany(selector => selector.Matchers.Select(matcher => (selector.Series, matcher))),
        pair =>
        {
            var (series, matcher) = pair;
            Assert.Contains(matcher.Label, KnownSeries.All[series].Keys);
            if (KnownSeries.All[series][matcher.Label] is { Length: > 0 } values)
            {
                Assert.Empty(matcher.Values.Except(values));
            }
        });

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_grouping_is_by_labels_of_all_metrics_of_the_query(string source) => Assert.All(
        SourcedQuery.All.Where(query => query.Source == source).Select(query => query.Query),
        query => Assert.All(query.Selectors, selector => Assert.Empty(query.Grouping.Except(query.Made).Except(KnownSeries.All[selector.Series].Keys))));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_label_that_is_shown_is_left_after_the_grouping(string source) => Assert.All(
        SourcedQuery.All.Where(query => query.Source == source),
        sourced =>
        {
            var query = sourced.Query;
            var left = query.Grouping.Count > 0 ? query.Grouping : query.Selectors.SelectMany(selector => KnownSeries.All[selector.Series].Keys);
            Assert.Empty(Shown().Matches(sourced.Template).Select(match => match.Groups["label"].Value).Except(left));
        });

    [Fact]
    public void Every_metric_of_the_page_is_used_or_has_a_reason()
    {
        var used = SourcedQuery.All.SelectMany(query => query.Query.Selectors).Select(selector => selector.Series).ToHashSet();

        Assert.Equal(
            Unused.Keys.Order(StringComparer.Ordinal),
            DocumentedMetric.All.Where(metric => !metric.Series.Any(used.Contains)).Select(metric => metric.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_series_of_a_sidecar_that_is_listed_here_is_used()
    {
        var used = SourcedQuery.All.SelectMany(query => query.Query.Selectors).Select(selector => selector.Series);

        Assert.Empty(DaprSeries.All.Select(series => series.Key).Except(used));
    }

    [Theory]
    [InlineData("sum by (a, b) (rate(x_total{c=\"1\", d=~\"e|f\"}[5m])) / y > 0.02", "x_total,y", "a,b", "c,d")]
    [InlineData("group by (app) (up) unless on (app) group by (app) (label_replace(z, \"app\", \"$1\", \"job\", \"(.+)\"))", "up,z", "app,app,app", "")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(x_bucket[1m]))) > 2", "x_bucket", "le", "")]
    [InlineData("sum(x unless x offset 15m) > 1073741824", "x,x", "", "")]
    public void A_query_is_taken_apart(string text, string series, string grouping, string labels)
    {
        var query = PromQuery.Of(text);

        Assert.Equal(series, string.Join(',', query.Selectors.Select(selector => selector.Series)));
        Assert.Equal(grouping, string.Join(',', query.Grouping));
        Assert.Equal(labels, string.Join(',', query.Selectors.SelectMany(selector => selector.Matchers).Select(matcher => matcher.Label)));
    }

    private static IEnumerable<PromSelector> SelectorsOf(string source) =>
        SourcedQuery.All.Where(query => query.Source == source).SelectMany(query => query.Query.Selectors);

    [GeneratedRegex(@"\{\{\s*(?:\$labels\.)?(?<label>[a-z]\w*)\s*\}\}")]
    private static partial Regex Shown();
}
