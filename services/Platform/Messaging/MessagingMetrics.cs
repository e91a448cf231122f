using System.Diagnostics.Metrics;

namespace TicketBooking.Platform;

/// <summary>
/// Measures by topic how messages reach this service. <c>messaging.lag</c> is the seconds from a row's commit to its effect here.
/// <c>messaging.dropped</c> counts messages that cannot be read, <c>messaging.parked</c> those that had to wait, <c>messaging.dead</c> those that
/// were left to an operator. <c>messaging.waiting</c> is how many of a kind (<c>parked</c>, <c>dead</c>) are in the table now.
/// </summary>
internal static class MessagingMetrics
{
    public const string MeterName = "TicketBooking.Messaging";

    private static readonly Meter Meter = new(MeterName);

    // The exporter's own buckets begin at 5 s.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    };

    private static readonly Histogram<double> LagSeconds =
        Meter.CreateHistogram("messaging.lag", "s", "From the commit of an outbox row to its effect.", tags: null, Buckets);

    private static readonly Counter<long> DroppedMessages =
        Meter.CreateCounter<long>("messaging.dropped", "{message}", "Messages that cannot be read.");

    private static readonly Counter<long> ParkedMessages =
        Meter.CreateCounter<long>("messaging.parked", "{message}", "Messages that had to wait in the table.");

    private static readonly Counter<long> DeadMessages =
        Meter.CreateCounter<long>("messaging.dead", "{message}", "Messages that were left to an operator.");

    private static readonly Gauge<long> WaitingMessages =
        Meter.CreateGauge<long>("messaging.waiting", "{message}", "Messages in the table.");

    public static void Handled(string topic, TimeSpan lag) => LagSeconds.Record(lag.TotalSeconds, Tag(topic));

    public static void Dropped(string topic) => DroppedMessages.Add(1, Tag(topic));

    public static void Parked(string topic, long count) => ParkedMessages.Add(count, Tag(topic));

    public static void Dead(string topic, long count) => DeadMessages.Add(count, Tag(topic));

    public static void Waiting(long parked, long dead)
    {
        WaitingMessages.Record(parked, new KeyValuePair<string, object?>("kind", "parked"));
        WaitingMessages.Record(dead, new KeyValuePair<string, object?>("kind", "dead"));
    }

    private static KeyValuePair<string, object?> Tag(string topic) => new("topic", topic);
}
