namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>What an attack has achieved.</summary>
/// <param name="Elapsed">In which time.</param>
/// <param name="Begun">Connections or requests.</param>
/// <param name="Served">Answered 200 or 201.</param>
/// <param name="Refused">Answered otherwise.</param>
/// <param name="Cut">Reset, or closed without an answer.</param>
internal sealed record TriesDone(TimeSpan Elapsed, int Begun, int Served, int Refused, int Cut)
{
    public double PerSecond => Begun / Elapsed.TotalSeconds;

    public override string ToString() =>
        $"{PerSecond:0} tries/s: {Served / Elapsed.TotalSeconds:0}/s served, {Refused / Elapsed.TotalSeconds:0}/s refused, {Cut / Elapsed.TotalSeconds:0}/s cut";
}
