using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Documents;

/// <summary>docs/seed-flaws.md says which tests exclude which flaw: it is as true as the tests that it names.</summary>
public sealed partial class SeedFlawPageTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Repository.PathTo("docs/seed-flaws.md")).Where(line => Number().IsMatch(line))];

    [Fact]
    public void Every_flaw_has_one_row()
    {
        var flaws = Enumerable.Range(1, 14).Select(number => $"S1-{number}").Concat(Enumerable.Range(1, 23).Select(number => $"S2-{number}"));

        Assert.Equal(flaws, Rows.Select(row => Number().Match(row).Groups["number"].Value));
    }

    [Fact]
    public void Every_flaw_has_a_test() => Assert.All(Rows, row => Assert.Matches(TestName(), row));

    [Fact]
    public void Every_test_that_is_named_exists_where_its_link_leads()
    {
        var missing = Rows.SelectMany(row => TestName().Matches(row)).Where(name => !Exists(name)).Select(name => name.Value);

        Assert.Empty(missing);
    }

    /// <summary>A test that is skipped does not count.</summary>
    private static bool Exists(Match name)
    {
        var file = Repository.PathTo("docs/" + name.Groups["file"].Value);
        var test = $@"\bclass {name.Groups["class"]}\b[\s\S]*\[(Fact|Theory)\]\s+(\[.*\]\s+)*public (async )?(Task|void) {name.Groups["method"]}\(";
        return File.Exists(file) && Regex.IsMatch(File.ReadAllText(file), test);
    }

    [GeneratedRegex(@"^\| (?<number>S[12]-\d+) \|")]
    private static partial Regex Number();

    /// <summary>A class and a method, with the link to their file; without one the test is not found.</summary>
    [GeneratedRegex(@"`(?<class>\w+)\.(?<method>\w+)`(\]\((?<file>[^)]+)\))?")]
    private static partial Regex TestName();
}
