using System.Globalization;
using System.Text;

namespace TicketBooking.Search.Domain;

/// <summary>
/// Cuts text into words, the same way for documents and queries. In scripts that have no spaces between words every two neighbours are a word,
/// so that any part of a text is found. Control characters, signs and broken surrogates separate words and are never part of one.
/// </summary>
internal static class WordBreaker
{
    private static readonly (int First, int Last)[] Unspaced =
    [
        (0x0E00, 0x0EFF), // Thai, Lao
        (0x1000, 0x109F), // Myanmar
        (0x1100, 0x11FF), // Hangul Jamo
        (0x1780, 0x17FF), // Khmer
        (0x3005, 0x3007), // ideographic iteration mark and zero
        (0x3040, 0x31FF), // Hiragana, Katakana, Bopomofo
        (0x3400, 0x9FFF), // Han
        (0xAC00, 0xD7AF), // Hangul
        (0xF900, 0xFAFF), // Han, compatibility forms
        (0xFF66, 0xFFDC), // half-width Katakana and Hangul
        (0x20000, 0x3FFFF), // Han, rare
    ];

    /// <summary>The words of a document, with a space between them. The last character of an unspaced run is there by itself too.</summary>
    public static string TokensOf(string? text) =>
        string.Join(' ', RunsOf(text ?? "").SelectMany<Run, string>(run => run.IsUnspaced ? [.. Pairs(run.Runes), $"{run.Runes[^1]}"] : [run.Text]));

    /// <summary>The words of a query.</summary>
    public static IEnumerable<SearchTerm> TermsOf(string text) =>
        RunsOf(text).SelectMany(run => run is { IsUnspaced: true, Runes.Count: > 1 }
            ? Pairs(run.Runes).Select(pair => new SearchTerm(pair, IsWord: false))
            : Enumerable.Repeat(new SearchTerm(run.Text, IsWord: !run.IsUnspaced), 1));

    private static IEnumerable<string> Pairs(IReadOnlyList<Rune> runes) =>
        runes.Zip(runes.Skip(1), (first, second) => $"{first}{second}");

    private static IEnumerable<Run> RunsOf(string text)
    {
        var runes = new List<Rune>();
        var unspaced = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var isPart = IsPart(rune);
            var isUnspaced = isPart && IsUnspaced(rune);
            if (runes.Count > 0 && (!isPart || (isUnspaced != unspaced && !Rune.GetUnicodeCategory(rune).IsMark())))
            {
                yield return new Run([.. runes], unspaced);
                runes.Clear();
            }

            if (isPart)
            {
                unspaced = runes.Count == 0 ? isUnspaced : unspaced;
                runes.Add(rune);
            }
        }

        if (runes.Count > 0)
        {
            yield return new Run([.. runes], unspaced);
        }
    }

    private static bool IsPart(Rune rune) =>
        rune != Rune.ReplacementChar && (Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || Rune.GetUnicodeCategory(rune).IsMark());

    private static bool IsMark(this UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsUnspaced(Rune rune) => Array.Exists(Unspaced, range => rune.Value >= range.First && rune.Value <= range.Last);

    private sealed record Run(IReadOnlyList<Rune> Runes, bool IsUnspaced)
    {
        public string Text => string.Concat(Runes);
    }
}
