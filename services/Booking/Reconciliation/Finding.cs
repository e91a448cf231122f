namespace TicketBooking.Booking.Reconciliation;

/// <summary>A difference.</summary>
/// <param name="Kind">Its kind; docs/payments.md lists them.</param>
/// <param name="Subject">The booking, attempt, intent, event or webhook.</param>
/// <param name="Detail">What is wrong, for an operator.</param>
internal sealed record Finding(string Kind, string Subject, string Detail)
{
    /// <summary>Repairs it, or throws; null when it has no one right answer and an operator has to decide.</summary>
    public Func<CancellationToken, Task>? Repair { get; init; }

    public (string, string) Key => (Kind, Subject);
}
