using System.Text.RegularExpressions;
using TicketBooking.Testing;
using TicketBooking.Testing.Otlp;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>docs/observability.md lists the instruments that the services create.</summary>
public sealed partial class MetricPageTests
{
    /// <summary>What libraries name their metrics. ASP.NET Core, .NET, Npgsql.</summary>
    private static readonly string[] OfLibraries = ["http.", "dotnet.", "db."];

    private static readonly string[] Sources =
        [.. Directory.EnumerateFiles(Repository.PathTo("services"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    [Fact]
    public void The_page_has_every_instrument_with_its_kind_and_unit()
    {
        var created = Sources.SelectMany(source => Creation().Matches(source)).Select(match =>
            $"{match.Groups["name"].Value} {match.Groups["kind"].Value} {match.Groups["unit"].Value}");
        var listed = DocumentedMetric.All.Where(metric => !OfLibraries.Any(prefix => metric.Name.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(metric => $"{metric.Name} {metric.Kind} {metric.Unit}");

        Assert.Equal(created.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_creation_of_an_instrument_is_seen() => Assert.Equal(
        Sources.Sum(source => AnyCreation().Count(source)), Sources.Sum(source => Creation().Count(source)));

    [GeneratedRegex("""
        Create(?:Observable)?(?<kind>Counter|UpDownCounter|Gauge|Histogram)(?:<\w+>)?\(\s*"(?<name>[^"]+)",(?:[^";]*,)?\s*"(?<unit>[^"]*)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Creation();

    [GeneratedRegex(@"\.Create(?:Observable)?(?:Counter|UpDownCounter|Gauge|Histogram)\b")]
    private static partial Regex AnyCreation();
}
