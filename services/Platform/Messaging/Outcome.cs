namespace TicketBooking.Platform;

/// <summary>What became of a message.</summary>
internal enum OutcomeKind
{
    /// <summary>Committed, or no message that the service needs.</summary>
    Done,

    /// <summary>Cannot be read, now or ever.</summary>
    Unreadable,

    /// <summary>Came too early, or its handler failed: to be tried again.</summary>
    NotYet,
}

/// <summary>What became of a message, and why it has no effect if it has none.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="RowId">The outbox row's id; null for a message without one.</param>
/// <param name="Reason">Why it has no effect.</param>
/// <param name="WaitsFor">Key of what it waits for; null when nothing announces it.</param>
internal sealed record Outcome(OutcomeKind Kind, Guid? RowId = null, string Reason = "", string? WaitsFor = null)
{
    public static readonly Outcome Done = new(OutcomeKind.Done);

    public static Outcome Unreadable(MalformedMessageException exception) => new(OutcomeKind.Unreadable, null, exception.Message);

    /// <summary>The outcome of a message whose handler returned.</summary>
    public static Outcome Of(ChangeEvent change) => change.Postponement is { } postponed
        ? new(OutcomeKind.NotYet, change.Id, postponed.Reason, postponed.WaitsFor)
        : Done;

    public static Outcome Failed(ChangeEvent change, Exception exception) =>
        new(OutcomeKind.NotYet, change.Id, $"{exception.GetType().Name}: {exception.Message}");
}
