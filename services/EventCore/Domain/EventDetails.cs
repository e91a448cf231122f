namespace TicketBooking.EventCore.Domain;

/// <summary>The texts and times that an organiser may change after an event was created.</summary>
internal sealed record EventDetails(
    string Title, string? Description, string? Category, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, DateTimeOffset? OnSaleAt)
{
    public const int MaxTitle = 200;
    public const int MaxDescription = 5000;
    public const int MaxCategory = 60;

    /// <summary>All errors; none when the details are valid.</summary>
    /// <param name="before">As it was, or null for a new event. A start that stays as it was may be in the past.</param>
    /// <param name="now">The current time.</param>
    public IEnumerable<(string Field, string Message)> Errors(EventDetails? before, DateTimeOffset now)
    {
        if (StartsAt <= now && StartsAt != before?.StartsAt)
        {
            yield return ("startsAt", "The start must be in the future.");
        }

        if (EndsAt <= StartsAt)
        {
            yield return ("endsAt", "The end must be after the start.");
        }

        if (OnSaleAt >= StartsAt)
        {
            yield return ("onSaleAt", "Sales must begin before the start.");
        }

        foreach (var error in TextErrors())
        {
            yield return error;
        }
    }

    private IEnumerable<(string Field, string Message)> TextErrors()
    {
        if (string.IsNullOrWhiteSpace(Title) || Title.Length > MaxTitle || !PlainText.IsLine(Title))
        {
            yield return ("title", $"A title is one line of 1 to {MaxTitle} characters.");
        }

        if (Description?.Length > MaxDescription || !PlainText.IsLines(Description))
        {
            yield return ("description", $"A description is text of at most {MaxDescription} characters.");
        }

        if (Category?.Length > MaxCategory || !PlainText.IsLine(Category))
        {
            yield return ("category", $"A category is one line of at most {MaxCategory} characters.");
        }
    }
}
