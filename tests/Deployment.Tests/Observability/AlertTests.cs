using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests.Observability;

public sealed partial class AlertTests
{
    private const string Runbooks = "deploy/runbooks.md";

    [Fact]
    public void Every_alert_has_a_name_of_its_own_a_severity_and_a_summary()
    {
        Assert.Equal(AlertRule.All.Count, AlertRule.All.Select(alert => alert.Name).Distinct().Count());
        Assert.All(AlertRule.All, alert =>
        {
            Assert.Contains(alert.Severity, (string[])["critical", "warning"]);
            Assert.EndsWith(".", alert.Summary, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_alert_names_its_section_of_the_runbooks() => Assert.All(
        AlertRule.All, alert => Assert.Equal($"{Runbooks}#{alert.Name.ToLowerInvariant()}", alert.Runbook));

    [Fact]
    public void Every_alert_has_a_section_and_every_section_an_alert_in_the_same_order() => Assert.Equal(
        AlertRule.All.Select(alert => alert.Name),
        Section().Matches(File.ReadAllText(Repository.PathTo(Runbooks))).Select(match => match.Groups["name"].Value));

    [Fact]
    public void Every_section_says_the_same_five_things() => Assert.All(
        Section().Split(File.ReadAllText(Repository.PathTo(Runbooks))).Where((_, index) => index > 0 && index % 2 == 0),
        section => Assert.Equal(
            ["Means", "Users see", "Look at", "Do", "Do not"], Topic().Matches(section).Select(match => match.Groups["topic"].Value)));

    [Fact]
    public void Every_log_event_that_a_runbook_names_exists()
    {
        var ids = LogEventRow().Matches(File.ReadAllText(Repository.PathTo("docs/log-events.md"))).Select(match => match.Groups["id"].Value);

        Assert.Empty(LogEvent().Matches(File.ReadAllText(Repository.PathTo(Runbooks))).SelectMany(match => match.Groups["id"].Captures)
            .Select(capture => capture.Value).Except(ids));
    }

    [GeneratedRegex(@"^### (?<name>\w+)\n", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\*\*(?<topic>[^*]+)\*\* ", RegexOptions.Multiline)]
    private static partial Regex Topic();

    [GeneratedRegex(@"\blog events? (?<id>\d+)(?:(?:, | and )(?<id>\d+))*")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"^\| (?<id>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex LogEventRow();
}
