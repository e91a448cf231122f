using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using Xunit;

namespace TicketBooking.Search.Tests.Relevance;

/// <summary>
/// How good the first ten hits of an engine are, by the judged list. The output says it by kind and names each query with less than
/// all together have to have.
/// </summary>
public abstract class RelevanceTests(ITestOutputHelper output)
{
    private protected ITestOutputHelper Output => output;

    private const double LeastOverall = 0.85;
    private const double LeastOfAKind = 0.7;

    /// <summary>An engine that holds these events and has made them findable.</summary>
    private protected abstract Task<ISearchEngine> FillAsync(IReadOnlyList<EventDocument> events);

    [Fact]
    public async Task The_first_ten_hits_are_what_was_meant()
    {
        var list = RelevanceList.Read();
        var engine = await FillAsync([.. list.Events.Values]);
        var scores = new List<(JudgedQuery Query, double Gain)>();
        foreach (var query in list.Queries)
        {
            scores.Add((query, await GainAsync(engine, query)));
        }

        var kinds = scores.GroupBy(score => score.Query.Kind, score => score.Gain).ToDictionary(kind => kind.Key, kind => kind.Average());
        var overall = scores.Average(score => score.Gain);
        Print(engine, scores, kinds, overall);
        Assert.True(overall >= LeastOverall, $"{engine.Name}: nDCG@{NormalizedGain.Depth} is {overall:0.000}");
        Assert.All(
            kinds,
            kind => Assert.True(kind.Value >= LeastOfAKind, $"{engine.Name}: nDCG@{NormalizedGain.Depth} of {kind.Key} is {kind.Value:0.000}"));
    }

    /// <summary>The mean over all queries.</summary>
    private protected static async Task<double> MeasureAsync(ISearchEngine engine, RelevanceList list)
    {
        var sum = 0.0;
        foreach (var query in list.Queries)
        {
            sum += await GainAsync(engine, query);
        }

        return sum / list.Queries.Count;
    }

    private static async Task<double> GainAsync(ISearchEngine engine, JudgedQuery query)
    {
        var grades = query.Judgments.ToDictionary(judgment => RelevanceList.IdOf(judgment.Key), judgment => judgment.Grade);
        var found = await FindAsync(engine, query.Search);
        Assert.Distinct(found);
        return NormalizedGain.Of([.. found.Select(id => grades.GetValueOrDefault(id))], [.. grades.Values]);
    }

    // As the HTTP feature does: an engine is never asked for a text that has nothing to find.
    private static async Task<Guid[]> FindAsync(ISearchEngine engine, SearchQuery query) =>
        query.Text.FindsNothing ? [] : [.. (await engine.SearchAsync(query, CancellationToken.None)).Page.Select(hit => hit.Id)];

    private void Print(
        ISearchEngine engine, List<(JudgedQuery Query, double Gain)> scores, Dictionary<string, double> kinds, double overall)
    {
        Output.WriteLine($"nDCG@{NormalizedGain.Depth} of {engine.Name}: {overall:0.000} over {scores.Count} queries");
        foreach (var (kind, gain) in kinds)
        {
            Output.WriteLine($"{kind,-16} {gain:0.000}");
        }

        foreach (var (query, gain) in scores.Where(score => score.Gain < LeastOverall))
        {
            Output.WriteLine($"{gain:0.000} {query}");
        }
    }
}
