using System.Diagnostics.Metrics;

namespace TicketBooking.Platform;

/// <summary>
/// Measures by subscription how messages reach this service. <c>messaging.lag</c> is the seconds from a row's commit to its effect here;
/// <c>messaging.dropped</c> counts unreadable messages, which went to the dead-letter topic.
/// </summary>
internal static class MessagingMetrics
{
    public const string MeterName = "TicketBooking.Messaging";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> LagSeconds =
        Meter.CreateHistogram<double>("messaging.lag", "s", "From the commit of an outbox row to its effect.");

    private static readonly Counter<long> DroppedMessages =
        Meter.CreateCounter<long>("messaging.dropped", "{message}", "Messages that cannot be read.");

    public static void Handled(string subscription, TimeSpan lag) => LagSeconds.Record(lag.TotalSeconds, Tag(subscription));

    public static void Dropped(string subscription) => DroppedMessages.Add(1, Tag(subscription));

    private static KeyValuePair<string, object?> Tag(string subscription) => new("subscription", subscription);
}
