namespace TicketBooking.Gateway.Limits;

/// <summary>The refill rate and size of a bucket. One request takes one token.</summary>
/// <param name="PerSecond">Tokens a second.</param>
/// <param name="Burst">Tokens in a full bucket.</param>
internal readonly record struct Rate(double PerSecond, double Burst)
{
    /// <summary>How long an empty bucket takes to be full.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Burst / PerSecond);
}
