namespace TicketBooking.EventCore.Domain;

/// <summary>Checks text for control characters, which break the database (NUL) or a page.</summary>
internal static class PlainText
{
    public static bool IsLine(string? text) => text is null || !text.Any(char.IsControl);

    /// <summary>Allows line breaks and tabs.</summary>
    public static bool IsLines(string? text) => text is null || text.All(c => c is '\n' or '\r' or '\t' || !char.IsControl(c));
}
