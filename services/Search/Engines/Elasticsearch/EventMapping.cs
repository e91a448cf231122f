using Elastic.Clients.Elasticsearch.IndexManagement;
using Elastic.Clients.Elasticsearch.Mapping;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>What an index holds, and how. The document is <see cref="IndexedDocument"/>.</summary>
internal static class EventMapping
{
    /// <summary>
    /// Raise it with every change of mapping, analysis or document: the first instance of the new release builds an index beside the old one.
    /// Instances of the release before go on searching, in either; so a field goes a release after its last reader.
    /// </summary>
    public const int Version = 1;

    /// <summary>A page may end at 10,000; beyond is for cursors.</summary>
    public const int ResultWindow = 10_200;

    // A term of the index has at most 32,766 bytes; a character of UTF-8 up to four.
    private const int LongestKeyword = 8191;

    public static PutIndexTemplateRequest Template(ElasticsearchOptions options) => new(options.Index)
    {
        IndexPatterns = $"{options.Index}-*",
        Priority = 500,
        Version = Version,
        Template = new IndexTemplateMapping
        {
            Settings = new IndexSettings
            {
                NumberOfShards = 1,
                NumberOfReplicas = options.Replicas,
                RefreshInterval = TimeSpan.FromSeconds(1),
                MaxResultWindow = ResultWindow,
                Analysis = EventAnalysis.Analysis,
            },
            // Not strict: while releases change, an index gets documents of both.
            Mappings = new TypeMapping { Dynamic = DynamicMapping.False, Properties = Properties },
        },
    };

    private static Properties Properties => new()
    {
        { "id", new KeywordProperty() },
        { "status", new KeywordProperty() },
        { "title", Text(new() { { "beginnings", Beginnings }, { "key", Key } }) },
        { "description", Text() },
        { "category", Text(new() { { "key", Key }, { "raw", Raw } }) },
        { "venue", Text() },
        { "city", Text(new() { { "key", Key }, { "raw", Raw } }) },
        { "startsAt", new DateProperty { Format = "epoch_millis" } },
        { "overAt", new DateProperty { Format = "epoch_millis" } },
        { "currency", new KeywordProperty() },
        { "minPriceMinor", new LongNumberProperty() },
        { "maxPriceMinor", new LongNumberProperty() },
        { "suggestion", Key },
        { "localized", new ObjectProperty { Properties = Localized } },
        { "unspaced", new ObjectProperty { Properties = new() { { "title", Cut }, { "other", Cut } } } },
    };

    private static Properties Localized
    {
        get
        {
            var languages = new Properties();
            foreach (var language in Languages.Known)
            {
                languages.Add(language.Code, new ObjectProperty
                {
                    Properties = new() { { "title", Stems(language) }, { "description", Stems(language) } },
                });
            }

            return languages;
        }
    }

    private static TextProperty Beginnings => new() { Analyzer = EventAnalysis.Beginnings, SearchAnalyzer = EventAnalysis.Query };

    private static TextProperty Cut => new() { Analyzer = EventAnalysis.Cut };

    private static KeywordProperty Key => new() { Normalizer = EventAnalysis.Key, IgnoreAbove = LongestKeyword };

    private static KeywordProperty Raw => new() { IgnoreAbove = LongestKeyword };

    private static TextProperty Text(Properties? fields = null) => new()
    {
        Analyzer = EventAnalysis.Text,
        SearchAnalyzer = EventAnalysis.Query,
        IndexPrefixes = new TextIndexPrefixes { MinChars = 2, MaxChars = 5 },
        Fields = fields,
    };

    private static TextProperty Stems(Language language) => new() { Analyzer = language.Analyzer };
}
