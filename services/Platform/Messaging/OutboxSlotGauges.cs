using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>
/// Shows whether the outbox is read. <c>outbox.readers</c> is how many replication slots of the database have a reader; at 0 no message leaves.
/// <c>outbox.slot.lag</c> is how many bytes of the server's log a slot holds back.
/// </summary>
internal sealed class OutboxSlotGauges : PolledGauges<IReadOnlyList<ReplicationSlot>>
{
    private readonly NpgsqlDataSource _database;
    private readonly ObservableGauge<int> _readers;
    private readonly ObservableGauge<long> _lag;

    public OutboxSlotGauges(NpgsqlDataSource database, IMeterFactory meters, TimeProvider clock, ILogger<OutboxSlotGauges> logger)
        : base(clock, logger)
    {
        _database = database;
        var meter = meters.Create("TicketBooking.Outbox");
        _readers = meter.CreateObservableGauge("outbox.readers", Readers, "{slot}", "Replication slots that have a reader.");
        _lag = meter.CreateObservableGauge("outbox.slot.lag", Lags, "By", "Log that a replication slot holds back.");
    }

    protected override bool IsHeard => _readers.Enabled || _lag.Enabled;

    protected override async Task<IReadOnlyList<ReplicationSlot>> ReadAsync(CancellationToken cancellationToken) =>
        await ReplicationSlot.ListAsync(_database, cancellationToken);

    private IEnumerable<Measurement<int>> Readers() => Latest is { } slots ? [new(slots.Count(slot => slot.IsActive))] : [];

    private IEnumerable<Measurement<long>> Lags()
    {
        foreach (var slot in Latest ?? [])
        {
            if (slot.HeldBytes is { } bytes)
            {
                yield return new(bytes, KeyValuePair.Create<string, object?>("slot", slot.Name));
            }
        }
    }
}
