namespace TicketBooking.Benchmarks;

/// <summary>Names the seats of an event with one section.</summary>
internal static class SeatNumbers
{
    /// <returns>The number of the n-th seat in the order of rows: A1, A2, … AA1, …</returns>
    public static string Of(int n, int seatsPerRow) => $"{RowLetters(n / seatsPerRow)}{(n % seatsPerRow) + 1}";

    private static string RowLetters(int row) => row < 26 ? $"{(char)('A' + row)}" : RowLetters((row / 26) - 1) + (char)('A' + (row % 26));
}
