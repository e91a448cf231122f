using System.Diagnostics.Metrics;

namespace TicketBooking.Gateway.Limits;

/// <summary>Counts what an operator watches of the limits.</summary>
internal sealed class LimitMetrics
{
    private readonly Counter<long> _refused;
    private readonly Counter<long> _storeCalls;
    private readonly Counter<long> _storeFailures;

    public LimitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TicketBooking.Gateway");
        _refused = meter.CreateCounter<long>("gateway.refused", "{request}", "Requests refused, by lane and reason (rate, client, body, memory, concurrency, connections).");
        _storeCalls = meter.CreateCounter<long>("gateway.limits.store.calls", "{call}", "Calls of the store that gateways share.");
        _storeFailures = meter.CreateCounter<long>("gateway.limits.store.failures", "{call}", "Calls that the store did not answer.");
    }

    public void Refused(Lane lane, string reason) =>
        _refused.Add(1, KeyValuePair.Create<string, object?>("lane", lane), KeyValuePair.Create<string, object?>("reason", reason));

    public void StoreCall() => _storeCalls.Add(1);

    public void StoreFailure() => _storeFailures.Add(1);
}
