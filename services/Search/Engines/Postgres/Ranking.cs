namespace TicketBooking.Search.Engines.Postgres;

/// <summary>What makes one match better than another.</summary>
/// <param name="Description">Weight of a word in the description.</param>
/// <param name="Category">Weight of a word in the category.</param>
/// <param name="Place">Weight of a word in the venue's name or the city.</param>
/// <param name="Title">Weight of a word in the title.</param>
/// <param name="Exact">Weight of a word as it was typed, beside what it may have meant.</param>
/// <param name="Phrase">Added when the words follow each other.</param>
/// <param name="City">Added when the text is the city's name.</param>
internal sealed record Ranking(float Description, float Category, float Place, float Title, float Exact, float Phrase, float City)
{
    /// <summary>
    /// Title 3, venue and city 2, description less than 1. A phrase counts as much as all words in the title. A text that is the name of a city
    /// means the events there, more than those with the name in their title.
    /// </summary>
    public static readonly Ranking Standard = new(Description: 0.1f, Category: 0.3f, Place: 0.67f, Title: 1, Exact: 1, Phrase: 1, City: 1.5f);

    /// <summary>No match is better than another but by how often it has the words.</summary>
    public static readonly Ranking None = new(Description: 1, Category: 1, Place: 1, Title: 1, Exact: 0, Phrase: 0, City: 0);

    /// <summary>As <c>ts_rank</c> takes them: D, C, B, A.</summary>
    public float[] Weights => [Description, Category, Place, Title];
}
