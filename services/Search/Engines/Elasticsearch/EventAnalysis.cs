using Elastic.Clients.Elasticsearch.Analysis;
using Elastic.Clients.Elasticsearch.IndexManagement;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>How text becomes terms, with what every server has: no plugin is needed. A change needs a new <see cref="EventMapping.Version"/>.</summary>
internal static class EventAnalysis
{
    /// <summary>Words without case and accents; characters of East Asian scripts one by one and as pairs.</summary>
    public const string Text = "event_text";

    /// <summary>The same for a query: characters of East Asian scripts only as pairs, where there are two.</summary>
    public const string Query = "event_query";

    /// <summary>Every beginning of every word.</summary>
    public const string Beginnings = "event_beginnings";

    /// <summary>What the service has cut itself, without case and accents.</summary>
    public const string Cut = "event_cut";

    /// <summary>A whole value without case and accents.</summary>
    public const string Key = "event_key";

    public const int LongestBeginning = 20;

    private const string DropMarks = "event_marks";
    private const string FoldLetters = "event_letters";
    private const string PairsAndSingles = "event_pairs_and_singles";
    private const string CutBeginnings = "event_beginnings_of_words";

    // The standard tokenizer keeps "L'Orfeo", "AC.DC" and "no_name" together, WordBreaker does not: both have to cut alike.
    private static readonly string[] InsideWords =
    [
        "\\u0027", "\\u2018", "\\u2019", "\\uFF07", ".", "\\u2024", "\\uFE52", "\\uFF0E", ":", "\\u00B7", "\\u0387", "\\u055F", "\\u05F4", "\\u2027",
        "\\uFE13", "\\uFE55", "\\uFF1A", ",", "\\u037E", ";", "\\u0589", "\\u060C", "\\u060D", "\\u066C", "\\u2044", "\\uFE10", "\\uFE14", "\\uFE50",
        "\\uFE54", "\\uFF0C", "\\uFF1B", "_", "\\u203F", "\\u2040", "\\u2054", "\\uFE33", "\\uFE34", "\\uFF3F", "\\u202F",
    ];

    // asciifolding knows Latin letters only.
    private static readonly string[] Letters =
    [
        "ё=>е", "Ё=>Е", "й=>и", "Й=>И", "ї=>і", "Ї=>І", "ў=>у", "Ў=>У", "ά=>α", "έ=>ε", "ή=>η", "ί=>ι", "ϊ=>ι", "ΐ=>ι", "ό=>ο", "ύ=>υ", "ϋ=>υ", "ΰ=>υ",
        "ώ=>ω", "Ά=>α", "Έ=>ε", "Ή=>η", "Ί=>ι", "Ϊ=>ι", "Ό=>ο", "Ύ=>υ", "Ϋ=>υ", "Ώ=>ω", "ς=>σ", "أ=>ا", "إ=>ا", "آ=>ا", "ى=>ي", "ة=>ه",
    ];

    private static readonly string[] Before = [DropMarks, FoldLetters];
    private static readonly string[] Fold = ["cjk_width", "lowercase", "asciifolding"];

    public static IndexSettingsAnalysis Analysis => new()
    {
        CharFilters = new CharFilters
        {
            // Accents written as marks of their own, and the short vowels and the stretching line of Arabic.
            { DropMarks, new PatternReplaceCharFilter { Pattern = "[\\u0300-\\u036F\\u0640\\u064B-\\u0652\\u0670]", Replacement = "" } },
            { FoldLetters, new MappingCharFilter { Mappings = [.. InsideWords.Select(sign => $"{sign}=>\\u0020"), .. Letters] } },
        },
        TokenFilters = new TokenFilters
        {
            { PairsAndSingles, new CjkBigramTokenFilter { OutputUnigrams = true } },
            { CutBeginnings, new EdgeNGramTokenFilter { MinGram = 1, MaxGram = LongestBeginning } },
        },
        Analyzers = new Analyzers
        {
            { Text, Analyzer("standard", [.. Fold, PairsAndSingles]) },
            { Query, Analyzer("standard", [.. Fold, "cjk_bigram"]) },
            { Beginnings, Analyzer("standard", [.. Fold, "cjk_bigram", CutBeginnings]) },
            { Cut, Analyzer("whitespace", Fold) },
        },
        Normalizers = new Normalizers { { Key, new CustomNormalizer { CharFilter = Before, Filter = Fold } } },
    };

    private static CustomAnalyzer Analyzer(string tokenizer, string[] filters) => new() { CharFilter = Before, Tokenizer = tokenizer, Filter = filters };
}
