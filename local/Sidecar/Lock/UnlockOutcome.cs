namespace TicketBooking.Sidecar.Lock;

/// <summary>Dapr's numbers.</summary>
internal enum UnlockOutcome
{
    Released = 0,
    DoesNotExist = 1,
    BelongsToOthers = 2,
}
