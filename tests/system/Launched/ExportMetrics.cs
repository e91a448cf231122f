using System.Net;
using System.Text;
using TicketBooking.Contracts;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using TicketBooking.Testing.Otlp;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>
/// Sells, refuses, refunds and breaks things in a system that exports to the test. What it exports is what docs/observability.md lists, by which
/// Deployment.Tests checks alerts and dashboards.
/// </summary>
[Collection(nameof(LaunchedCollection))]
public sealed class ExportMetrics : IAsyncLifetime
{
    private const string Own = "TicketBooking.";

    /// <summary>Metrics that this sale need not cause, and what does. Their names, kinds and units are compared with the code.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["booking.lock_store.failures"] = "a lock store that does not answer",
        ["gateway.limits.store.failures"] = "a store of buckets that does not answer",
        ["gateway.live.gaps_healed"] = "a feed that loses messages; Gateway.Tests measure it",
        ["gateway.live.slow_readers"] = "a listener that does not read; Gateway.Tests measure it",
        ["search.index.documents"] = "Elasticsearch; Search.Tests measure it",
        ["search.index.lag"] = "Elasticsearch",
    };

    private OtlpReceiver _receiver = null!;
    private LocalSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await OtlpReceiver.StartAsync();
        _system = new LocalSystem
        {
            Settings =
            [
                .. _receiver.Settings, ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("Limits__Scale", "1"), ("Payments__LeastTime", "00:00:00"),
                // The third stream is one too many for its address, the fourth comes too soon.
                ("Live__MaxListenersPerNetwork", "2"), ("Limits__Live__Burst", "3"), ("Limits__Live__RatePerSecond", "0.01"),
            ],
        };
        await _system.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_sale_exports_the_metrics_of_the_page_with_their_labels_and_no_other_of_ours()
    {
        await WatchAsync(await SellAsync());
        await SearchAsync();
        await PoisonAsync();
        var expected = DocumentedMetric.All.Where(metric => !Elsewhere.ContainsKey(metric.Name)).ToArray();
        await Eventually.NothingIsMissingAsync(() => Task.FromResult(expected.FirstOrDefault(metric => !Exported(metric.Name).Any())?.Name));

        Assert.All(DocumentedMetric.All, metric => Assert.All(Exported(metric.Name), exported => AssertIs(metric, exported)));
        Assert.Empty(_receiver.Metrics.Where(metric => metric.Meter.StartsWith(Own, StringComparison.Ordinal)).Select(metric => metric.Name).Distinct()
            .Except(DocumentedMetric.All.Select(metric => metric.Name)));
        // The exporter's own buckets begin at 5 s, which says nothing about times of some milliseconds.
        Assert.All<string>(
            ["messaging.lag", "search.query.duration", "booking.hold_expiry.lateness", "http.server.request.duration", "db.client.operation.duration"],
            name => Assert.All(Exported(name).SelectMany(metric => metric.Points), point => Assert.InRange(point.Bounds[0], 0.0001, 0.1)));
    }

    private static void AssertIs(DocumentedMetric metric, ExportedMetric exported)
    {
        Assert.Equal((metric.Name, metric.Kind, metric.Unit), (exported.Name, exported.Kind, exported.Unit));
        foreach (var point in exported.Points)
        {
            // A library adds labels to some points only; ours are always the same.
            Assert.True(
                exported.Meter.StartsWith(Own, StringComparison.Ordinal)
                    ? metric.Labels.Keys.ToHashSet().SetEquals(point.Attributes.Keys)
                    : metric.Labels.Keys.Any(point.Attributes.ContainsKey) || metric.Labels.Count == 0,
                $"{metric.Name} has {string.Join(", ", point.Attributes.Keys)}");
            Assert.All(
                point.Attributes.Where(label => metric.Labels.GetValueOrDefault(label.Key, []).Length > 0),
                label => Assert.Contains(label.Value, metric.Labels[label.Key]));
        }
    }

    private IEnumerable<ExportedMetric> Exported(string name) => _receiver.Metrics.Where(metric => metric.Name == name);

    /// <summary>A booking that is paid and cancelled; holds that are refused, released and end; a payment that ends.</summary>
    /// <returns>The event.</returns>
    private async Task<Guid> SellAsync()
    {
        var organiser = await Organiser.RegisterAsync(_system);
        var eventId = await organiser.CreateEventAsync();
        var brief = await organiser.CreateEventAsync(holdSeconds: 5);
        await organiser.UntilGeneratedAsync(eventId);
        await organiser.UntilGeneratedAsync(brief);
        var buyer = await PayingBuyer.RegisterAsync(_system);
        var rival = await PayingBuyer.RegisterAsync(_system);

        var unpaidHold = await buyer.HoldSeatsAsync(brief, "A1");
        var unpaidBooking = await buyer.HoldSeatsAsync(brief, "A2");
        await buyer.CheckOutAsync(unpaidBooking);
        var booking = await buyer.HoldSeatsAsync(eventId, "A1");
        Assert.Equal(HttpStatusCode.Conflict, (await rival.HoldAsync(eventId, "A1")).Status);
        (await rival.ReleaseAsync(await rival.HoldSeatsAsync(eventId, "A2"))).Success();
        await buyer.PayAsync(await buyer.CheckOutAsync(booking));
        await buyer.UntilBookingIsAsync(booking, "CONFIRMED");
        (await buyer.CancelAsync(booking)).Success();
        await buyer.UntilBookingIsAsync(booking, "REFUNDED");
        await buyer.UntilBookingIsAsync(unpaidHold, "EXPIRED");
        await buyer.UntilBookingIsAsync(unpaidBooking, "EXPIRED");
        return eventId;
    }

    private async Task WatchAsync(Guid eventId)
    {
        using var first = await SseStream.AskAsync(_system.Gateway, eventId);
        using var second = await SseStream.AskAsync(_system.Gateway, eventId);
        using var third = await SseStream.AskAsync(_system.Gateway, eventId);
        using var fourth = await SseStream.AskAsync(_system.Gateway, eventId);
        Assert.EndsWith("too-many-streams", (await Answer.ReadAsync(third)).Text("type"), StringComparison.Ordinal);
        Assert.EndsWith("too-many-requests", (await Answer.ReadAsync(fourth)).Text("type"), StringComparison.Ordinal);
    }

    private async Task SearchAsync()
    {
        foreach (var query in new[] { "events", "events?q=first", "events?q=first&sort=startsAt:asc", "suggest?q=fir" })
        {
            using var answer = await _system.Gateway.GetAsync($"/api/v1/search/{query}");
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>A message that cannot be read, and one that has to wait for its event.</summary>
    private async Task PoisonAsync()
    {
        await _system.PublishAsync(Topics.BookingOutbox, "rubbish"u8.ToArray());
        await _system.PublishAsync(Topics.BookingOutbox, Encoding.UTF8.GetBytes(OutboxRow.ChangeOf(
            $$"""
            {"bookingId":"{{Guid.CreateVersion7()}}","eventId":"{{Guid.CreateVersion7()}}","status":"HELD",
             "seats":[{"seatId":"{{Guid.CreateVersion7()}}","seatNumber":"A1","status":"HELD","version":1}],"occurredAt":"2026-01-01T00:00:00Z"}
            """,
            MessageTypes.BookingChanged)));
        await Eventually.IsTrueAsync(async () =>
            (await _system.CommandAsync("run", "seats", "messages", "list")).Contains("1 parked, 1 dead.", StringComparison.Ordinal));
    }
}
