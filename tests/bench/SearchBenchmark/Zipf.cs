namespace TicketBooking.SearchBenchmark;

/// <summary>Draws places of a list as words fall in a language: the second half as often as the first, the third a third as often.</summary>
internal sealed class Zipf
{
    private readonly double[] _sums;

    public Zipf(int places)
    {
        var sum = 0.0;
        _sums = [.. Enumerable.Range(1, places).Select(place => sum += 1.0 / place)];
    }

    public int Next(Random random)
    {
        var found = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
        return Math.Min(found < 0 ? ~found : found, _sums.Length - 1);
    }
}
