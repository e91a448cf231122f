using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Shows by kind how much is overdue: what <c>reconcile</c> would list as <c>hold-overdue</c> and so on, counted all the time.</summary>
internal sealed class OverdueGauge : PolledGauges<OverdueWork>
{
    /// <summary>How late a sweep may be.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _database;
    private readonly TimeSpan _grace;
    private readonly ObservableGauge<long> _overdue;

    public OverdueGauge(
        NpgsqlDataSource database, IOptions<PaymentOptions> payments, IMeterFactory meters, TimeProvider clock, ILogger<OverdueGauge> logger)
        : base(clock, logger)
    {
        (_database, _grace) = (database, payments.Value.Grace);
        _overdue = meters.Create(BookingMetrics.MeterName).CreateObservableGauge(
            "booking.overdue", Counts, "{item}", "Holds, payments, refunds and webhooks that should have ended, by kind.");
    }

    protected override bool IsHeard => _overdue.Enabled;

    protected override async Task<OverdueWork> ReadAsync(CancellationToken cancellationToken) =>
        (await OverdueWork.CountAsync(_database, Slack, _grace, cancellationToken))!;

    private IEnumerable<Measurement<long>> Counts() => Latest is { } overdue
        ? [Of("hold", overdue.Holds), Of("payment", overdue.Payments), Of("refund", overdue.Refunds), Of("webhook", overdue.Webhooks)]
        : [];

    private static Measurement<long> Of(string kind, long count) => new(count, KeyValuePair.Create<string, object?>("kind", kind));
}
