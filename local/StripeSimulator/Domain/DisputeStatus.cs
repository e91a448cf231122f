namespace TicketBooking.StripeSimulator.Domain;

internal static class DisputeStatus
{
    public const string NeedsResponse = "needs_response";
    public const string Won = "won";
    public const string Lost = "lost";

    /// <summary>Whether a dispute may be closed so; one that was lost may still be won by an appeal.</summary>
    public static bool MayBecome(string from, string to) => (from, to) switch
    {
        (NeedsResponse, Won or Lost) => true,
        (Lost, Won) => true,
        _ => false,
    };
}
