using System.Diagnostics.Metrics;

namespace TicketBooking.Search.Features;

internal static class SearchMetrics
{
    private static readonly Meter Meter = new("TicketBooking.Search");

    // The exporter's own buckets begin at 5 s.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    };

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram("search.query.duration", "s", "How long searches took, by engine and kind.", tags: null, Buckets);

    public static void Searched(string engine, string kind, TimeSpan duration) =>
        Duration.Record(duration.TotalSeconds, new("engine", engine), new("kind", kind));
}
