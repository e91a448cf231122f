namespace TicketBooking.Gateway.Limits;

/// <summary>Names the bucket of a client for a limit.</summary>
/// <param name="Limit">Name of the lane, or of the route with limits of its own.</param>
/// <param name="Client">A user or an address.</param>
internal readonly record struct BucketKey(string Limit, string Client)
{
    /// <summary>In the state store, where the sidecar puts the app's id in front.</summary>
    public override string ToString() => $"limit/{Limit}/{Client}";
}
