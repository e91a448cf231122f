using System.Text.RegularExpressions;

namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>
/// Reads from a query which metrics and labels it uses. It knows the part of PromQL that the files use; promtool checks that the query is one.
/// </summary>
/// <param name="Selectors">The metrics.</param>
/// <param name="Grouping">The labels in <c>by</c> and <c>on</c>.</param>
/// <param name="Made">The labels that <c>label_replace</c> makes.</param>
internal sealed partial record PromQuery(IReadOnlyList<PromSelector> Selectors, IReadOnlyList<string> Grouping, IReadOnlyList<string> Made)
{
    private static readonly string[] Aggregations = ["sum", "max", "min", "avg", "count", "group"];
    private static readonly string[] Groupings = ["by", "on"];
    private static readonly string[] Operators = ["unless", "or", "and", "offset"];

    public static PromQuery Of(string text)
    {
        // A range is no name, and its unit would look like one.
        var tokens = Token().Matches(Range().Replace(text, "")).Select(match => match.Value).ToArray();
        List<PromSelector> selectors = [];
        List<string> grouping = [];
        List<string> made = [];
        for (var at = 0; at < tokens.Length; at++)
        {
            var next = at + 1 < tokens.Length ? tokens[at + 1] : "";
            if (Groupings.Contains(tokens[at]))
            {
                grouping.AddRange(Until(")", ref at));
            }
            else if (tokens[at] == "label_replace")
            {
                made.Add(tokens[at..].First(token => token[0] == '"').Trim('"'));
            }
            else if (IsName(tokens[at]) && next != "(" && !Aggregations.Contains(tokens[at]) && !Operators.Contains(tokens[at]))
            {
                var series = tokens[at];
                selectors.Add(new PromSelector(series, next == "{" ? Matchers([.. Until("}", ref at)]) : []));
            }
        }

        return new PromQuery(selectors, grouping, made);

        // What stands between the next token, which opens, and the one that closes; without commas.
        List<string> Until(string closing, ref int at)
        {
            var end = Array.IndexOf(tokens, closing, at);
            List<string> inside = [.. tokens[(at + 2)..end].Where(token => token != ",")];
            at = end;
            return inside;
        }
    }

    private static List<PromMatcher> Matchers(string[] tokens) =>
        [.. tokens.Chunk(3).Select(parts => new PromMatcher(parts[0], parts[1], parts[2].Trim('"')))];

    private static bool IsName(string token) => char.IsLetter(token[0]) && !Duration().IsMatch(token);

    [GeneratedRegex("""
        "[^"]*"|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z]*|=~|!~|!=|>=|<=|==|[^\s]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex("^[0-9]+[smhd]$")]
    private static partial Regex Duration();
}
