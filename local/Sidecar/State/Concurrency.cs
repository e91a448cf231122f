namespace TicketBooking.Sidecar.State;

/// <summary>Dapr's numbers.</summary>
internal enum Concurrency
{
    Unspecified = 0,
    FirstWrite = 1,
    LastWrite = 2,
}
