using System.Diagnostics.Metrics;

namespace TicketBooking.Booking.Diagnostics;

/// <summary>Counts what an operator watches during a sale.</summary>
internal sealed class BookingMetrics
{
    public const string MeterName = "TicketBooking.Booking";

    // The exporter's own buckets begin at 5 s.
    private static readonly InstrumentAdvice<double> LatenessBuckets = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    private readonly Counter<long> _holds;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _lockFailures;
    private readonly Counter<long> _payments;
    private readonly Counter<long> _webhooks;
    private readonly Gauge<long> _refunds;
    private readonly Histogram<double> _lateness;
    private readonly Histogram<double> _holdAge;

    public BookingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _holds = meter.CreateCounter<long>("booking.holds", "{hold}", "Holds asked for, by outcome.");
        _conflicts = meter.CreateCounter<long>("booking.conflicts", "{seat}", "Seats refused, by reason.");
        _lockFailures = meter.CreateCounter<long>("booking.lock_store.failures", "{call}", "Calls that the lock store could not answer.");
        _payments = meter.CreateCounter<long>("booking.payments", "{attempt}", "Payment attempts, by outcome.");
        _webhooks = meter.CreateCounter<long>("booking.webhooks", "{webhook}", "Webhooks, by outcome.");
        _refunds = meter.CreateGauge<long>("booking.refunds", "{attempt}", "Refunds that are owed or under way, and blocked ones, by outcome of the attempt.");
        _holdAge = meter.CreateHistogram<double>("booking.hold.age", "s", "How old a hold was when it ended, by its new status.");
        _lateness = meter.CreateHistogram(
            "booking.hold_expiry.lateness", "s", "How long after its end a hold was released.", tags: null, LatenessBuckets);
    }

    public void Hold(string outcome) => _holds.Add(1, Tag("outcome", outcome));

    public void Conflict(string reason) => _conflicts.Add(1, Tag("reason", reason));

    public void LockStoreFailure() => _lockFailures.Add(1);

    public void Payment(string outcome) => _payments.Add(1, Tag("outcome", outcome));

    public void Refunds(long owed, long blocked)
    {
        _refunds.Record(owed, Tag("outcome", "REFUND_PENDING"));
        _refunds.Record(blocked, Tag("outcome", "REFUND_BLOCKED"));
    }

    public void Webhook(string outcome) => _webhooks.Add(1, Tag("outcome", outcome));

    public void HoldEnded(TimeSpan age, string status) => _holdAge.Record(age.TotalSeconds, Tag("status", status));

    public void HoldReleasedLate(TimeSpan lateness) => _lateness.Record(lateness.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
