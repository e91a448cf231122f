namespace TicketBooking.Contracts.Layout;

/// <summary>Letters rows A..Z, then AA..AZ, BA…, as the columns of a spreadsheet.</summary>
public static class RowLetters
{
    private const int Letters = 26;

    /// <summary>Returns the letters of a row.</summary>
    /// <param name="row">From 0.</param>
    public static string Of(int row)
    {
        var letters = "";
        for (var left = row + 1; left > 0; left = (left - 1) / Letters)
        {
            letters = (char)('A' + ((left - 1) % Letters)) + letters;
        }

        return letters;
    }

    /// <summary>Returns the row, from 0; -1 when the letters name none, or one beyond any layout.</summary>
    /// <param name="letters">Upper case only.</param>
    public static int Parse(ReadOnlySpan<char> letters)
    {
        var row = 0;
        foreach (var letter in letters)
        {
            if (letter is < 'A' or > 'Z' || row > SeatLayout.MaxSeats)
            {
                return -1;
            }

            row = (row * Letters) + (letter - 'A' + 1);
        }

        return row - 1;
    }
}
