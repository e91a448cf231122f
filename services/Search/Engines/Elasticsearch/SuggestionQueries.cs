using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.QueryDsl;
using TicketBooking.Contracts;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// Titles that begin with a text, or have its words. The last word may be unfinished. All weights are constant: equals are in the order of time.
/// </summary>
internal static class SuggestionQueries
{
    private const float TitleBegins = 4;
    private const float Whole = 3;
    private const float Unfinished = 2;
    private const float Mistyped = 1;

    // Words of up to three letters must be right.
    private const string AfterTheThirdLetter = "AUTO:4,8";

    public static Query Of(SearchText text, DateTimeOffset now)
    {
        var terms = text.Terms.Take(WordQueries.MostWords).ToArray();
        return new BoolQuery
        {
            Filter = [new TermQuery("status", EventStatuses.Scheduled), FilterQueries.NotOver(now)],
            Must = [.. terms.Select((term, at) => (Query)new DisMaxQuery { Queries = [.. Ways(term, isLast: at == terms.Length - 1)] })],
            Should = [new PrefixQuery("title.key", text.Original) { Boost = TitleBegins }],
        };
    }

    private static IEnumerable<Query> Ways(SearchTerm term, bool isLast)
    {
        var unfinished = isLast ? "title.beginnings" : "title";
        yield return Constant("title", term, Whole);
        if (isLast)
        {
            yield return Constant(unfinished, term, Unfinished);
        }

        if (!term.IsWord)
        {
            yield return Constant("unspaced.title", term, Whole);
        }
        else if (term.Text.Length <= EventAnalysis.LongestBeginning)
        {
            yield return Constant(unfinished, term, Mistyped, AfterTheThirdLetter);
        }
    }

    private static ConstantScoreQuery Constant(string field, SearchTerm term, float weight, string? typos = null) =>
        new(new MatchQuery(field, term.Text) { Operator = Operator.And, Fuzziness = typos is null ? null : new Fuzziness(typos), PrefixLength = typos is null ? null : 1 })
        {
            Boost = weight,
        };
}
