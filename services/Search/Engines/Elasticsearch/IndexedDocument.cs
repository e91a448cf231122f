using System.Text.Json.Serialization;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// A document as an index gets it; <see cref="EventMapping"/> says how each field is read. Times are milliseconds since 1970. <c>Id</c> is a field
/// too, because only fields sort well. Events with the same <c>Suggestion</c> are one suggestion. <c>Localized</c> has the texts once more, under
/// their language, when it is known. <c>Unspaced</c> has the neighbours in scripts without spaces: the server does not cut all of these scripts.
/// </summary>
internal sealed record IndexedDocument(
    Guid Id,
    string Status,
    string Title,
    string? Description,
    string? Category,
    string Venue,
    string City,
    long StartsAt,
    long OverAt,
    string Currency,
    long MinPriceMinor,
    long MaxPriceMinor,
    string Suggestion,
    IReadOnlyDictionary<string, LocalizedText>? Localized,
    UnspacedText? Unspaced)
{
    private const int LongestSuggestion = 500;

    public static IndexedDocument Of(EventDocument document) => new(
        document.Id,
        document.Status,
        document.Title,
        document.Description,
        document.Category,
        document.Venue,
        document.City,
        document.StartsAt.ToUnixTimeMilliseconds(),
        document.OverAt.ToUnixTimeMilliseconds(),
        document.Currency,
        document.MinPriceMinor,
        document.MaxPriceMinor,
        Truncate($"{document.Title}\n{document.City}"),
        Languages.Of(document.Language) is { } language
            ? new Dictionary<string, LocalizedText> { [language.Code] = new(document.Title, document.Description) }
            : null,
        UnspacedText.Of(document));

    private static string Truncate(string text) => text.Length <= LongestSuggestion ? text : text[..LongestSuggestion];
}

internal sealed record LocalizedText(string Title, string? Description);

internal sealed record UnspacedText(string? Title, string? Other)
{
    /// <returns>Null when there is none.</returns>
    public static UnspacedText? Of(EventDocument document)
    {
        var unspaced = new UnspacedText(
            Pairs(document.Title), Pairs($"{document.Venue}\n{document.City}\n{document.Category}\n{document.Description}"));
        return unspaced is { Title: null, Other: null } ? null : unspaced;
    }

    private static string? Pairs(string text)
    {
        var pairs = string.Join(' ', WordBreaker.TermsOf(text).Where(term => !term.IsWord).Select(term => term.Text));
        return pairs.Length == 0 ? null : pairs;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IndexedDocument))]
internal sealed partial class DocumentsJson : JsonSerializerContext;
