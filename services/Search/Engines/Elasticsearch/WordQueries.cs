using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.QueryDsl;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// How the words of a text are found. Each word may be in any field. Of one word's ways the best counts: as it is or by its stem, as the
/// beginning of a word, with a typo; a better way beats every field and frequency.
/// </summary>
internal static class WordQueries
{
    /// <summary>More words of a text are ignored: every server takes 1,024 clauses, and a word makes up to 103 in <see cref="Languages"/>.</summary>
    public const int MostWords = 9;

    // Of the terms that a mistyped word may mean, the nearest in each field.
    private const int MostMeanings = 10;

    // Each way adds its own to what the word itself weighs. That is at most 3 (the title) * 12 (the rarest word of millions) / 4 = 9.
    private const double FoundWeight = 40;
    private const float Beginning = 15;
    private const float WordWeight = 0.25f;
    private const float StemWeight = 0.2f;

    private static readonly string[] Fields = ["title^3", "venue^2", "city^2", "category", "description"];
    private static readonly string[] StemFields = ["localized.*.title^3", "localized.*.description"];
    private static readonly string[] UnspacedFields = ["unspaced.title^3", "unspaced.other"];

    // A beginning has no frequency: the field alone weighs.
    private static readonly (string Field, float Boost)[] BeginningFields =
        [("title", 3), ("venue", 2), ("city", 2), ("category", 1), ("description", 0)];

    /// <summary>One or two words must all be there; of more, all but one.</summary>
    public static Query Of(SearchText text)
    {
        var terms = text.Terms.Take(MostWords).ToArray();
        return new BoolQuery
        {
            Should = [.. terms.Select((term, at) => (Query)new DisMaxQuery { Queries = [.. Ways(term, isLast: at == terms.Length - 1)] })],
            MinimumShouldMatch = "2<-1",
        };
    }

    private static IEnumerable<Query> Ways(SearchTerm term, bool isLast)
    {
        yield return Found(Match(term, Fields));
        yield return term.IsWord ? Found(Match(term, StemFields, StemWeight)) : Found(Match(term, UnspacedFields));
        // Another number is no typo.
        if (term.IsWord && !term.Text.Any(char.IsDigit))
        {
            yield return Match(term, Fields, typos: new Fuzziness("AUTO"));
        }

        if (isLast)
        {
            foreach (var (field, boost) in BeginningFields)
            {
                yield return new MatchBoolPrefixQuery(field, term.Text) { Boost = Beginning + boost };
            }
        }
    }

    private static MultiMatchQuery Match(SearchTerm term, string[] fields, float weight = WordWeight, Fuzziness? typos = null) => new(term.Text)
    {
        Fields = fields,
        Operator = Operator.And,
        Boost = weight,
        Fuzziness = typos,
        PrefixLength = typos is null ? null : 1,
        MaxExpansions = typos is null ? null : MostMeanings,
    };

    private static FunctionScoreQuery Found(Query query) => new()
    {
        Query = query,
        Functions = [FunctionScore.WeightScore(FoundWeight)],
        BoostMode = FunctionBoostMode.Sum,
    };
}
