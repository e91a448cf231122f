namespace TicketBooking.Gateway.Limits;

/// <summary>How fast a bucket fills, and how much it holds. One request takes one token.</summary>
/// <param name="PerSecond">Tokens a second.</param>
/// <param name="Burst">Tokens in a full bucket.</param>
internal readonly record struct Rate(double PerSecond, double Burst)
{
    /// <summary>How long an empty bucket takes to be full.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Burst / PerSecond);
}
