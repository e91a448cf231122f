namespace TicketBooking.Search.Domain;

/// <summary>A client's text, and the terms that it is cut into.</summary>
/// <param name="Original">As it was sent; empty for none.</param>
/// <param name="Terms">In their order; empty when the text has no letter or digit.</param>
internal sealed record SearchText(string Original, IReadOnlyList<SearchTerm> Terms)
{
    /// <summary>No text: every event is found.</summary>
    public static readonly SearchText None = new("", []);

    /// <summary>Whether a text was sent that has nothing to find.</summary>
    public bool FindsNothing => Original.Length > 0 && Terms.Count == 0;

    public static SearchText Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? None : new(text.Trim(), [.. WordBreaker.TermsOf(text)]);
}

/// <summary>One thing that a document must have.</summary>
/// <param name="Text">A word as it was written, or a pair of characters.</param>
/// <param name="IsWord">False for characters of a script without spaces between words.</param>
internal sealed record SearchTerm(string Text, bool IsWord);
