namespace TicketBooking.Search.Tests.Relevance;

/// <summary>
/// Normalized discounted cumulative gain (https://en.wikipedia.org/wiki/Discounted_cumulative_gain): how much of what the first hits could be
/// worth they are worth. 1 is the best order that there is.
/// </summary>
internal static class NormalizedGain
{
    /// <summary>Hits that count.</summary>
    public const int Depth = 10;

    /// <param name="found">The grades of the hits, in their order.</param>
    /// <param name="judged">The grades of every event that is judged for the query; empty when nothing is to be found.</param>
    public static double Of(IReadOnlyCollection<int> found, IReadOnlyCollection<int> judged) =>
        judged.Count == 0 ? (found.Count == 0 ? 1 : 0) : Gain(found) / Gain(judged.OrderDescending());

    private static double Gain(IEnumerable<int> grades) =>
        grades.Take(Depth).Select((grade, place) => ((1 << grade) - 1) / Math.Log2(place + 2)).Sum();
}
