using TicketBooking.Contracts;
using TicketBooking.Search.Domain;

namespace TicketBooking.SearchBenchmark;

/// <summary>Searches as clients send them, the same in every run of the benchmark.</summary>
/// <param name="corpus">What the events were made of.</param>
/// <param name="events">Some of the events.</param>
internal sealed class SearchKinds(Corpus corpus, IReadOnlyList<EventDocument> events)
{
    private const int PageSize = 20;
    private const int DeepOffset = 9_980;

    // Ranks of words that are in every tenth event or more, and in every five-hundredth or less.
    private const int LastCommon = 40;
    private const int FirstRare = 3_000;

    private const int LongWord = 6;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int Seed = 7;

    private static readonly SearchFilter NoFilter = new(EventStatuses.Scheduled, NotOverAt: Corpus.Now);

    private readonly Random _random = new(Seed);
    private readonly HashSet<string> _known = [.. corpus.Words];
    private readonly string[] _long = [.. corpus.Words.Skip(LastCommon).Where(word => word.Length >= LongWord)];

    public SearchQuery CommonWord() => Search(corpus.Words[_random.Next(Corpus.Fillers, LastCommon)]);

    public SearchQuery RareWord() => Search(corpus.Words[_random.Next(FirstRare, Corpus.WordCount)]);

    /// <summary>Words of an event that there is, with its city and month, or with its category and price.</summary>
    public SearchQuery TwoWordsWithFilters()
    {
        var document = events[_random.Next(events.Count)];
        var filter = _random.Next(2) == 0
            ? NoFilter with { City = document.City, From = document.StartsAt.AddDays(-15), To = document.StartsAt.AddDays(15) }
            : NoFilter with { Category = document.Category, Currency = document.Currency, MaxPriceMinor = document.MinPriceMinor };
        return Search(string.Join(' ', document.Title.Split(' ').Take(2))) with { Filter = filter };
    }

    /// <summary>A word with one wrong letter that is no other word.</summary>
    public SearchQuery Typo()
    {
        while (true)
        {
            var word = SomeLongWord();
            var place = _random.Next(1, word.Length);
            var typed = $"{word[..place]}{Letters[_random.Next(Letters.Length)]}{word[(place + 1)..]}";
            if (!_known.Contains(typed))
            {
                return Search(typed);
            }
        }
    }

    /// <summary>The first half of a word and a letter.</summary>
    public SearchQuery Beginning()
    {
        var word = SomeLongWord();
        return Search(word[..((word.Length / 2) + 1)]);
    }

    /// <summary>The first letters of a word of a title.</summary>
    public SearchText Suggest(int letters) => SearchText.Of(SomeLongWord()[..letters]);

    /// <summary>Every event, soonest first, with all facets.</summary>
    public SearchQuery Everything() => Search("") with { Sort = SearchSort.StartAscending };

    public SearchQuery DeepPage() => Everything() with { Offset = DeepOffset };

    public SearchQuery DeepPageOfACommonWord() => CommonWord() with { Offset = DeepOffset };

    private static SearchQuery Search(string text) => new(SearchText.Of(text), NoFilter, SearchSort.Relevance, PageSize, 0, null);

    private string SomeLongWord() => _long[_random.Next(_long.Length)];
}
