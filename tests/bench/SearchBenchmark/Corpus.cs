using TicketBooking.Contracts;
using TicketBooking.Search.Domain;

namespace TicketBooking.SearchBenchmark;

/// <summary>Invented events, the same in every run: words by rank, most frequent first, and texts made of them.</summary>
internal sealed class Corpus
{
    public const int WordCount = 5_000;
    public const int CityCount = 300;

    /// <summary>Words more frequent than this are like "the" and "of": titles have none, and clients type none.</summary>
    public const int Fillers = 20;

    public static readonly DateTimeOffset Now = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int Seed = 20350101;
    private const int Days = 720;
    private const int VenuesOfACity = 5;

    private static readonly string[] Languages = ["en", "en", "en", "en", "de", "de", "fr", "es", "nl", "it", "pt", "sv", "pl", "ja"];
    private static readonly string[] Currencies = ["EUR", "EUR", "GBP", "USD", "SEK"];

    private readonly Random _random = new(Seed);
    private readonly Zipf _wordRanks = new(WordCount);
    private readonly Zipf _titleRanks = new(WordCount - Fillers);
    private readonly Zipf _cityRanks = new(CityCount);
    private readonly string[] _cities;

    public Corpus()
    {
        Words = Distinct(WordCount);
        _cities = Array.ConvertAll(Distinct(CityCount), Capital);
        Categories = Array.ConvertAll(Distinct(24), Capital);
    }

    /// <summary>By rank, most frequent first.</summary>
    public string[] Words { get; }

    public string[] Categories { get; }

    public IEnumerable<EventDocument> Events(int count) => Enumerable.Range(0, count).Select(_ => Next());

    private EventDocument Next()
    {
        var city = _cityRanks.Next(_random);
        var venue = _random.Next(VenuesOfACity);
        var price = _random.Next(10, 120) * 100;
        return new EventDocument(
            Guid.CreateVersion7(Now.AddSeconds(_random.Next())),
            Version: 1,
            EventStatuses.Scheduled,
            Capital(Text(_random.Next(2, 5), () => Words[Fillers + _titleRanks.Next(_random)])),
            Capital(Text(_random.Next(20, 60), () => Words[_wordRanks.Next(_random)])) + ".",
            Categories[_random.Next(Categories.Length)],
            Languages[_random.Next(Languages.Length)],
            VenueId: Guid.CreateVersion7(Now),
            $"{Capital(Words[WordCount - 1 - (city * VenuesOfACity) - venue])} Hall",
            _cities[city],
            Now.AddDays(_random.Next(1, Days)).AddHours(_random.Next(12, 22)),
            EndsAt: null,
            Currencies[city % Currencies.Length],
            price,
            price * _random.Next(1, 5));
    }

    private static string Text(int words, Func<string> next) => string.Join(' ', Enumerable.Range(0, words).Select(_ => next()));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private string[] Distinct(int count)
    {
        var words = new List<string>();
        var known = new HashSet<string>();
        while (words.Count < count)
        {
            var word = string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => Syllable()));
            if (known.Add(word))
            {
                words.Add(word);
            }
        }

        return [.. words];
    }

    private string Syllable()
    {
        var open = $"{Letter("bdfgklmnprstvz")}{Letter("aeiou")}";
        return _random.Next(3) == 0 ? $"{open}{Letter("lnrs")}" : open;
    }

    private char Letter(string letters) => letters[_random.Next(letters.Length)];
}
