using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>One scenario with one death in it.</summary>
internal sealed class Play(Stand stand, Fault fault)
{
    private int _deathsBefore;

    public Stand Stand => stand;

    public Fault Fault => fault;

    public Browser Buyer { get; } = Browser.Open(stand.GatewaySidecar);

    public EventMessage Event { get; private set; } = null!;

    public Guid EventId => Event.EventId;

    public async Task BeginAsync(int holdSeconds = 600, long priceMinor = Hall.Price) =>
        Event = await stand.NewEventAsync(holdSeconds, priceMinor);

    /// <summary>The organiser changes the price of every seat; waits until booking has heard of it.</summary>
    public async Task RepriceAsync(long priceMinor)
    {
        Event = Event with
        {
            Version = Event.Version + 1, Sections = [.. Event.Sections.Select(section => section with { PriceMinor = priceMinor })],
        };
        await stand.PublishAsync(Event);
        await Eventually.EqualsAsync(Event.Version, () => stand.Database.ScalarAsync<long>(
            "SELECT version FROM tbl_event_layout WHERE event_id = $1", EventId));
    }

    /// <summary>From now on, the process that reaches the step dies there.</summary>
    public async Task ArmAsync()
    {
        var victim = stand.Part(fault.Victim);
        _deathsBefore = victim.Deaths;
        await stand.Point.ArmAsync(fault, await victim.PidAsync());
    }

    public async Task PayAsync(string intentId, string method = "pm_card_visa") => Assert.True(await stand.Provider.PayAsync(intentId, method));

    /// <summary>Waits until no webhook is under way, so that the next one is the scenario's.</summary>
    public Task CalmAsync() => Eventually.NothingIsMissingAsync(WhyWebhooksAreUnderWayAsync);

    public Task UntilBookingsAreAsync(string status) => Eventually.NothingIsMissingAsync(async () =>
        await StatusesAsync() is [var only] && only == status ? null : $"not {status} yet:\n{stand.Part("booking")}");

    public Task UntilReachedAsync() => Eventually.NothingIsMissingAsync(() => Task.FromResult(WhyNotDead()));

    /// <summary>The process that died is back, and nothing is left to do.</summary>
    public Task RestAsync() => Eventually.NothingIsMissingAsync(async () =>
    {
        await stand.Part(fault.Victim).CheckAsync();
        return WhyNotDead() ?? await WhyUnfinishedAsync() ?? await WhyWebhooksAreUnderWayAsync() ?? await stand.WhyNotReadyAsync();
    });

    /// <summary>What became of the event's bookings: each status once.</summary>
    public async Task<string[]> StatusesAsync() =>
        [.. await stand.Database.RowsAsync("SELECT DISTINCT status FROM tbl_booking WHERE event_id = $1 ORDER BY 1", row => row.GetString(0), EventId)];

    private string? WhyNotDead() =>
        stand.Point.IsReached && stand.Part(fault.Victim).Deaths > _deathsBefore ? null : $"{fault} was not reached:\n{stand.Part("booking")}";

    private async Task<string?> WhyUnfinishedAsync()
    {
        var unfinished = await stand.Database.RowsAsync(
            """
            SELECT 'booking ' || id || ' ' || status FROM tbl_booking
            WHERE status IN ('PENDING_PAYMENT', 'REFUND_PENDING') OR (status = 'HELD' AND expires_at <= now())
            UNION ALL SELECT 'attempt ' || id || ' ' || outcome FROM tbl_payment_attempt
            WHERE outcome IN ('OPEN', 'REFUND_PENDING') OR (outcome = 'PAID' AND owed_minor > refunded_minor) OR (outcome NOT IN ('PAID', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED') AND provider_settled_at IS NULL)
            UNION ALL SELECT 'cancellation of ' || event_id FROM tbl_event_cancellation WHERE finished_at IS NULL
            """,
            row => row.GetString(0));
        return unfinished.Count == 0 ? null : $"{string.Join(", ", unfinished)}:\n{stand.Part("booking")}";
    }

    private async Task<string?> WhyWebhooksAreUnderWayAsync()
    {
        var waiting = await stand.Money().UndeliveredWebhooksAsync()
            + await stand.Database.ScalarAsync<long>("SELECT count(*) FROM tbl_webhook_inbox WHERE delivered_at IS NULL");
        return waiting == 0 ? null : $"{waiting} webhooks are under way:\n{stand.Part("booking")}";
    }
}
