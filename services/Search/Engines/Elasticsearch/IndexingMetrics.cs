using System.Diagnostics.Metrics;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>
/// Measures how the index follows the truth. <c>search.index.documents</c> counts writes by outcome: <c>written</c>, <c>refused</c>,
/// <c>postponed</c>. <c>search.index.lag</c> is how long the oldest change has waited, in seconds.
/// </summary>
internal static class IndexingMetrics
{
    public const string MeterName = "TicketBooking.Search";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Documents =
        Meter.CreateCounter<long>("search.index.documents", "{document}", "Documents of a batch for the index.");

    private static double _lag;

    static IndexingMetrics() => Meter.CreateObservableGauge("search.index.lag", () => Volatile.Read(ref _lag), "s", "Age of the oldest change that the index lacks.");

    public static void Indexed(string outcome, int count) => Documents.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Lag(TimeSpan lag) => Volatile.Write(ref _lag, lag.TotalSeconds);
}
