using System.Diagnostics.Metrics;

namespace TicketBooking.Search.Features;

internal static class SearchMetrics
{
    private static readonly Meter Meter = new("TicketBooking.Search");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("search.query.duration", "s", "How long searches took, by engine and kind.");

    public static void Searched(string engine, string kind, TimeSpan duration) =>
        Duration.Record(duration.TotalSeconds, new("engine", engine), new("kind", kind));
}
