using System.Diagnostics.Metrics;

namespace TicketBooking.Gateway.Live;

/// <summary>Counts what an operator watches of the live streams.</summary>
internal sealed class LiveMetrics
{
    public const string MeterName = "TicketBooking.Gateway";

    private readonly UpDownCounter<long> _listeners;
    private readonly UpDownCounter<long> _events;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _refused;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _listeners = meter.CreateUpDownCounter<long>("gateway.live.listeners", "{listener}", "Open streams of seats.");
        _events = meter.CreateUpDownCounter<long>("gateway.live.events", "{event}", "Events that have a stream.");
        _gaps = meter.CreateCounter<long>("gateway.live.gaps_healed", "{gap}", "Batches of changes that were read because the feed did not bring them.");
        _slow = meter.CreateCounter<long>("gateway.live.slow_readers", "{listener}", "Listeners disconnected because they read too slowly.");
        _refused = meter.CreateCounter<long>("gateway.live.refused", "{listener}", "Listeners refused, by reason.");
    }

    public void ListenerAdded() => _listeners.Add(1);

    public void ListenerRemoved() => _listeners.Add(-1);

    public void EventAdded() => _events.Add(1);

    public void EventRemoved() => _events.Add(-1);

    public void GapHealed() => _gaps.Add(1);

    public void SlowReader() => _slow.Add(1);

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
