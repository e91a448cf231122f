namespace TicketBooking.Seats.Domain;

/// <summary>Rows are lettered A..Z, then AA..AZ, BA…, as the columns of a spreadsheet.</summary>
internal static class RowLetters
{
    private const int Letters = 26;

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
}
