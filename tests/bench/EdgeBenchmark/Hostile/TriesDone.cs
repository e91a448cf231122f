namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>What an attack has achieved.</summary>
/// <param name="Elapsed">In which time.</param>
/// <param name="Begun">Connections or requests.</param>
/// <param name="Served">Answered 200 or 201.</param>
/// <param name="Refused">Answered otherwise.</param>
/// <param name="Cut">Reset, or closed without an answer.</param>
/// <param name="Full">Part of the time in which it had as many under way as it can: the system made it wait.</param>
internal sealed record TriesDone(TimeSpan Elapsed, int Begun, int Served, int Refused, int Cut, double Full)
{
    /// <summary>An attack that was less than this was none, and shows nothing.</summary>
    private const double Least = 0.8;

    public double PerSecond => Begun / Elapsed.TotalSeconds;

    public override string ToString() =>
        $"{PerSecond:0} tries/s: {Served / Elapsed.TotalSeconds:0}/s served, {Refused / Elapsed.TotalSeconds:0}/s refused, {Cut / Elapsed.TotalSeconds:0}/s cut; {Full:P0} of the time as many as it can at once";

    /// <summary>It began its tries, or had all its places taken.</summary>
    public bool IsWhole(int perSecond) => PerSecond >= Least * perSecond || Full >= Least;
}
