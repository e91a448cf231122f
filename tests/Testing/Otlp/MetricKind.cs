namespace TicketBooking.Testing.Otlp;

/// <summary>What a metric is. An up-down counter goes down too, so Prometheus shows it as a gauge.</summary>
public enum MetricKind
{
    Counter,
    UpDownCounter,
    Gauge,
    Histogram,
}
