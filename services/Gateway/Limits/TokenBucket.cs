namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Does the arithmetic of a bucket: its tokens, and as of when. Its time never moves back: a clock that is behind gains nothing, and no
/// moment is paid out twice.
/// </summary>
/// <param name="Tokens">Whole and fractional ones.</param>
/// <param name="At">Milliseconds on the clock of its last writer.</param>
internal sealed record TokenBucket(double Tokens, long At)
{
    public static TokenBucket Full(Rate rate, long now) => new(rate.Burst, now);

    /// <summary>Fills up for the time that has passed.</summary>
    public TokenBucket Refilled(Rate rate, long now)
    {
        var at = Math.Max(At, now);
        return new(Math.Min(rate.Burst, Tokens + ((at - At) * rate.PerSecond / 1000)), at);
    }

    /// <summary>
    /// Gives what is there of <paramref name="wanted"/>, after taking back what was given and not used. What is owed makes it negative.
    /// </summary>
    public (TokenBucket After, int Granted) Take(Rate rate, long now, int wanted, int returned = 0)
    {
        var full = Refilled(rate, now);
        var tokens = Math.Min(rate.Burst, full.Tokens + returned);
        var granted = (int)Math.Clamp(Math.Floor(tokens), 0, wanted);
        return (full with { Tokens = tokens - granted }, granted);
    }

    /// <summary>Until there is a whole token.</summary>
    public TimeSpan UntilNext(Rate rate) => TimeSpan.FromSeconds(Math.Max(0, 1 - Tokens) / rate.PerSecond);
}
