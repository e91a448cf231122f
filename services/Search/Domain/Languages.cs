namespace TicketBooking.Search.Domain;

/// <summary>
/// The languages whose words are reduced to stems. A text in another language is found by its words as they are. The names are PostgreSQL's text
/// search configurations (all of version 15: <c>\dF</c>) and Elasticsearch's built-in analyzers
/// (https://www.elastic.co/docs/reference/text-analysis/analysis-lang-analyzer).
/// </summary>
internal static class Languages
{
    /// <summary>PostgreSQL's configuration that keeps words as they are.</summary>
    public const string Simple = "simple";

    private static readonly Dictionary<string, Language> All = new Language[]
    {
        new("ar", "arabic", "arabic"),
        new("ca", "catalan", "catalan"),
        new("da", "danish", "danish"),
        new("de", "german", "german"),
        new("el", "greek", "greek"),
        new("en", "english", "english"),
        new("es", "spanish", "spanish"),
        new("fi", "finnish", "finnish"),
        new("fr", "french", "french"),
        new("hi", "hindi", "hindi"),
        new("hu", "hungarian", "hungarian"),
        new("id", "indonesian", "indonesian"),
        new("it", "italian", "italian"),
        new("ja", Simple, "cjk"),
        new("ko", Simple, "cjk"),
        new("nl", "dutch", "dutch"),
        new("no", "norwegian", "norwegian"),
        new("pt", "portuguese", "portuguese"),
        new("ro", "romanian", "romanian"),
        new("ru", "russian", "russian"),
        new("sv", "swedish", "swedish"),
        new("th", Simple, "thai"),
        new("tr", "turkish", "turkish"),
        new("zh", Simple, "cjk"),
    }.ToDictionary(language => language.Code);

    /// <summary>Every language, in the order of their codes.</summary>
    public static IReadOnlyList<Language> Known { get; } = [.. All.Values.OrderBy(language => language.Code, StringComparer.Ordinal)];

    /// <summary>The language of a tag such as <c>en</c> or <c>pt-BR</c>; null for one that is not known.</summary>
    public static Language? Of(string tag) => All.GetValueOrDefault(tag.Split('-')[0].ToLowerInvariant());
}

/// <param name="Code">ISO 639-1.</param>
/// <param name="Configuration">PostgreSQL's text search configuration.</param>
/// <param name="Analyzer">Elasticsearch's analyzer.</param>
internal sealed record Language(string Code, string Configuration, string Analyzer);
