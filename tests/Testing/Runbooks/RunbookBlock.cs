using System.Text.RegularExpressions;

namespace TicketBooking.Testing.Runbooks;

/// <summary>A block of code of deploy/runbooks.md.</summary>
/// <param name="Language">What stands behind its fence.</param>
/// <param name="Lines">Its lines.</param>
public sealed partial record RunbookBlock(string Language, IReadOnlyList<string> Lines)
{
    public static IReadOnlyList<RunbookBlock> All { get; } =
    [
        .. Block().Matches(File.ReadAllText(Repository.PathTo("deploy/runbooks.md")))
            .Select(match => new RunbookBlock(match.Groups["language"].Value, match.Groups["code"].Value.TrimEnd().Split('\n'))),
    ];

    /// <summary>Whether it says that no test runs it.</summary>
    public bool IsMarkedAsNotRun => Lines[0] == "# not run here";

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
