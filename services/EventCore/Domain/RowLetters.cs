namespace TicketBooking.EventCore.Domain;

/// <summary>Rows are lettered like spreadsheet columns: 1 = A, 26 = Z, 27 = AA.</summary>
internal static class RowLetters
{
    private const int Letters = 26;

    /// <summary>The row that letters name; 0 when they name none, or one beyond any layout.</summary>
    public static int Parse(ReadOnlySpan<char> letters)
    {
        var row = 0;
        foreach (var letter in letters)
        {
            if (letter is < 'A' or > 'Z' || row > Section.MaxRows)
            {
                return 0;
            }

            row = (row * Letters) + (letter - 'A' + 1);
        }

        return row;
    }
}
