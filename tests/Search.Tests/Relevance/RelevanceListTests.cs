using Xunit;

namespace TicketBooking.Search.Tests.Relevance;

public sealed class RelevanceListTests
{
    private const string NothingToFind = "nothing-to-find";

    private static readonly string[] Kinds =
        ["accent", "city", "filter-and-text", NothingToFind, "one-word", "other-scripts", "prefix", "several-words", "typo", "venue"];

    private readonly RelevanceList _list = RelevanceList.Read();

    [Fact]
    public void There_are_2000_events_and_80_queries_of_which_8_are_of_each_kind()
    {
        var kinds = _list.Queries.CountBy(query => query.Kind).ToDictionary();

        Assert.True(_list.Events.Count >= 2000, $"{_list.Events.Count} events");
        Assert.True(_list.Queries.Count >= 80, $"{_list.Queries.Count} queries");
        Assert.Equal(Kinds, kinds.Keys.Order(StringComparer.Ordinal));
        Assert.All(kinds, kind => Assert.True(kind.Value >= 8, $"{kind.Key} has {kind.Value}"));
    }

    [Fact]
    public void Every_judged_event_exists_and_is_judged_once() => Assert.All(_list.Queries, query =>
    {
        Assert.All(query.Judgments, judgment => Assert.Contains(judgment.Key, _list.Events));
        Assert.Distinct(query.Judgments.Select(judgment => judgment.Key));
        Assert.All(query.Judgments, judgment => Assert.InRange(judgment.Grade, 1, 3));
    });

    [Fact]
    public void Only_the_queries_that_shall_find_nothing_have_nothing_judged() =>
        Assert.All(_list.Queries, query => Assert.Equal(query.Kind == NothingToFind, query.Judgments.Count == 0));

    [Fact]
    public void No_query_is_there_twice() => Assert.Distinct(_list.Queries.Select(query => (query.Text, query.Filters)));

    [Fact]
    public void Events_are_of_sixteen_languages_and_yet_to_come()
    {
        Assert.Equal(16, _list.Events.Values.DistinctBy(document => document.Language).Count());
        Assert.All(_list.Events.Values, document => Assert.True(document.StartsAt > RelevanceList.Now));
        Assert.All(_list.Events.Values, document => Assert.True(document.MinPriceMinor <= document.MaxPriceMinor));
    }
}
