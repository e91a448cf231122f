namespace TicketBooking.EventCore.Domain;

/// <summary>Text without control characters, which the database (NUL) or a page would choke on.</summary>
internal static class PlainText
{
    public static bool IsLine(string? text) => text is null || !text.Any(char.IsControl);

    /// <summary>Line breaks and tabs are welcome.</summary>
    public static bool IsLines(string? text) => text is null || text.All(c => c is '\n' or '\r' or '\t' || !char.IsControl(c));
}
