namespace TicketBooking.Search.Engines.Postgres;

/// <summary>
/// Counts typing errors: characters that are missing, too many, wrong, or swapped with their neighbour (optimal string alignment distance,
/// https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance).
/// </summary>
internal static class EditDistance
{
    /// <summary>How many errors a word of this length may have: none up to three letters, one up to five, then two.</summary>
    public static int Allowed(int length) => length switch
    {
        <= 3 => 0,
        <= 5 => 1,
        _ => 2,
    };

    /// <summary>The errors by which a word differs from what was meant.</summary>
    public static int Between(string typed, string meant) => LastRow(typed, meant)[meant.Length];

    /// <summary>The errors by which a text differs from the beginning of a word that is nearest to it.</summary>
    public static int ToBeginningOf(string typed, string meant) => LastRow(typed, meant).Min();

    private static int[] LastRow(string typed, string meant)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, meant.Length + 1)];
        for (var i = 1; i <= typed.Length; i++)
        {
            var row = new int[meant.Length + 1];
            row[0] = i;
            for (var j = 1; j <= meant.Length; j++)
            {
                var wrong = typed[i - 1] == meant[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + wrong);
                if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last;
    }
}
