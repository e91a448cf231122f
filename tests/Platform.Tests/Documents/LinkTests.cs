using System.Text.RegularExpressions;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Documents;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_of_a_page_to_a_file_leads_to_one()
    {
        string[] pages =
        [
            Repository.PathTo("README.md"),
            .. new[] { "docs", "services", "local" }.SelectMany(folder =>
                Directory.EnumerateFiles(Repository.PathTo(folder), "*.md", SearchOption.AllDirectories)),
        ];
        var dead = pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(link => link.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, path)))
            .Select(path => $"{Path.GetFileName(page)}: {path}"));

        Assert.Empty(dead);
    }

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
