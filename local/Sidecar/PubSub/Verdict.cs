namespace TicketBooking.Sidecar.PubSub;

internal enum Verdict
{
    /// <summary>The app is done with the message.</summary>
    Done,

    /// <summary>The app does not want it, now or ever.</summary>
    Drop,

    /// <summary>The app failed on it; counts against the retry policy.</summary>
    Failed,

    /// <summary>There was nobody to ask; says nothing about the message.</summary>
    Unreachable,
}
