using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Documents;

/// <summary>docs/log-events.md and the <c>LoggerMessage</c> attributes of services and local parts say the same.</summary>
public sealed partial class LogEventTests
{
    private static readonly string[] Sources =
    [
        .. new[] { "services", "local" }.SelectMany(folder =>
            Directory.EnumerateFiles(Repository.PathTo(folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText),
    ];

    [Fact]
    public void An_id_is_used_once()
    {
        var ids = Sources.SelectMany(source => Attribute().Matches(source)).Select(match => match.Groups["id"].Value).ToArray();

        Assert.Empty(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Equal(Sources.Sum(source => source.Split("[LoggerMessage(").Length - 1), ids.Length);
    }

    [Fact]
    public void The_page_lists_every_event_with_its_level_and_text()
    {
        var written = Sources.SelectMany(source => Attribute().Matches(source)).Select(match =>
            $"{match.Groups["id"].Value} | {match.Groups["level"].Value} | {match.Groups["text"].Value}");
        var listed = File.ReadLines(Repository.PathTo("docs/log-events.md")).Where(line => Row().IsMatch(line)).Select(line => line.Trim('|', ' '));

        Assert.Equal(written.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+), ""(?<text>(?:[^""\\]|\\.)*)""\)")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex Row();
}
