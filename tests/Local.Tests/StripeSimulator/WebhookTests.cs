using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();
    private WebhookReceiver _receiver = null!;
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _receiver = await WebhookReceiver.StartAsync();
        _stripe = await Simulator.Start(_postgres.ConnectionString, _receiver.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _stripe.DisposeAsync();
        await _receiver.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_signed_over_time_and_exact_body()
    {
        await _stripe.Create();

        var created = await _receiver.Received.NextAsync();

        var parts = created.Signature.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        var signed = Encoding.UTF8.GetBytes(parts["t"] + ".").Concat(created.Body).ToArray();
        var expected = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Simulator.WebhookSecret), signed));
        Assert.Equal(expected, parts["v1"], ignoreCase: true);
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(parts["t"], CultureInfo.InvariantCulture);
        Assert.InRange(age, 0, 60);
    }

    [Fact]
    public async Task An_event_carries_the_whole_object_in_the_envelope_of_stripe()
    {
        var paid = await _stripe.Pay();

        var created = await _receiver.Received.NextAsync();
        var succeeded = await _receiver.Received.NextAsync();

        Assert.Equal("payment_intent.created", created.Type);
        Assert.Equal("requires_confirmation", created.Subject.GetProperty("status").GetString());
        Assert.Equal("payment_intent.succeeded", succeeded.Type);
        Assert.Equal(paid.Id, succeeded.Subject.GetProperty("id").GetString());
        Assert.Equal("b1", succeeded.Subject.GetProperty("metadata").GetProperty("booking_id").GetString());
        var stored = await _stripe.Get($"/v1/events/{succeeded.Id}");
        Assert.Equal(Encoding.UTF8.GetString(succeeded.Body), stored.Text);
        Assert.Equal("event", stored["object"]);
        Assert.Equal("2026-10-28.endive", stored["api_version"]);
        Assert.Equal("False", stored["livemode"]);
        Assert.Equal(paid.Header("Request-Id"), stored["request", "id"]);
    }

    [Theory]
    [InlineData("pm_usBankAccount_success", "payment_intent.succeeded", "succeeded")]
    [InlineData("pm_usBankAccount_insufficientFunds", "payment_intent.payment_failed", "requires_payment_method")]
    public async Task A_delayed_method_is_processing_and_then_decided(string method, string type, string status)
    {
        var submitted = await _stripe.Create($"confirm=true&payment_method={method}");

        Assert.Equal("processing", submitted["status"]);
        Assert.Equal(["payment_intent.created", "payment_intent.processing", type], (await _receiver.Received.NextAsync(3)).Select(each => each.Type));
        Assert.Equal(status, (await _stripe.Get($"/v1/payment_intents/{submitted.Id}"))["status"]);
    }

    [Fact]
    public async Task What_is_processing_cannot_be_cancelled()
    {
        var submitted = await _stripe.Create("confirm=true&payment_method=pm_usBankAccount_processing");

        var refused = await _stripe.Post($"/v1/payment_intents/{submitted.Id}/cancel");

        Assert.Equal("payment_intent_unexpected_state", refused["error", "code"]);
    }

    [Fact]
    public async Task Declines_cancellations_and_refunds_are_told()
    {
        await _stripe.Create("confirm=true&payment_method=pm_card_chargeDeclined");
        Assert.Equal(["payment_intent.created", "payment_intent.payment_failed"], (await _receiver.Received.NextAsync(2)).Select(each => each.Type));

        var open = await _stripe.Create();
        await _stripe.Post($"/v1/payment_intents/{open.Id}/cancel");
        Assert.Equal(["payment_intent.created", "payment_intent.canceled"], (await _receiver.Received.NextAsync(2)).Select(each => each.Type));

        var paid = await _stripe.Pay();
        await _stripe.Post("/v1/refunds", $"payment_intent={paid.Id}");
        var types = (await _receiver.Received.NextAsync(4)).Select(each => each.Type);
        Assert.Equal(["payment_intent.created", "payment_intent.succeeded", "refund.created", "charge.refunded"], types);
    }

    [Fact]
    public async Task A_refused_webhook_is_sent_again_until_it_is_taken()
    {
        var refusals = 3;
        _receiver.NextStatus = () => refusals-- > 0 ? 503 : 200;

        await _stripe.Create();

        var sent = await _receiver.Received.NextAsync(4);
        Assert.Single(sent.Select(each => each.Id).Distinct());
        await AssertAllDelivered();
    }

    [Fact]
    public async Task An_undelivered_webhook_survives_a_restart()
    {
        _receiver.NextStatus = () => 500;
        var intent = await _stripe.Create();
        await _receiver.Received.NextAsync(2);
        await _stripe.DisposeAsync();
        while (_receiver.Received.HasMore)
        {
            await _receiver.Received.NextAsync();
        }

        _receiver.NextStatus = () => 200;
        _stripe = await Simulator.Start(_postgres.ConnectionString, _receiver.Url);

        Assert.Equal(intent.Id, (await _receiver.Received.NextAsync()).Subject.GetProperty("id").GetString());
        await AssertAllDelivered();
    }

    [Fact]
    public async Task A_payment_that_is_processing_is_decided_after_a_restart()
    {
        await _stripe.DisposeAsync();
        _stripe = await Simulator.Start(_postgres.ConnectionString, _receiver.Url, "--Simulator:SettlementDelay=00:00:01");
        await _stripe.Create("confirm=true&payment_method=pm_usBankAccount_success");
        await _stripe.DisposeAsync();
        _stripe = await Simulator.Start(_postgres.ConnectionString, _receiver.Url);

        Assert.Equal("payment_intent.succeeded", (await NextDistinct(3))[2]);
    }

    [Fact]
    public async Task A_duplicate_is_the_same_event_again()
    {
        await _stripe.Misbehave("""{"webhooks":[{"do":"Duplicate","type":"payment_intent.created","times":2}]}""");

        await _stripe.Create();

        var copies = await _receiver.Received.NextAsync(3);
        Assert.Single(copies.Select(copy => copy.Id).Distinct());
        Assert.Single(copies.Select(copy => Convert.ToHexString(copy.Body)).Distinct());
        await AssertAllDelivered();
    }

    [Fact]
    public async Task A_dropped_webhook_is_kept_and_can_be_resent()
    {
        await _stripe.Misbehave("""{"webhooks":[{"do":"Drop","type":"payment_intent.succeeded"}]}""");
        await _stripe.Pay();
        Assert.Equal("payment_intent.created", (await _receiver.Received.NextAsync()).Type);
        await AssertAllDelivered();
        var succeeded = await _stripe.Get("/v1/events?type=payment_intent.succeeded");
        var dropped = succeeded.Json.GetProperty("data")[0].GetProperty("id").GetString()!;

        using var response = await _stripe.Http.PostAsync(new Uri($"/simulator/events/{dropped}/resend", UriKind.Relative), null);

        Assert.Equal(dropped, (await _receiver.Received.NextAsync()).Id);
    }

    [Fact]
    public async Task Reordered_webhooks_arrive_last_first()
    {
        await _stripe.Misbehave("""{"webhooks":[{"do":"Reorder","next":2,"milliseconds":60000}]}""");

        await _stripe.Pay();

        Assert.Equal(["payment_intent.succeeded", "payment_intent.created"], (await _receiver.Received.NextAsync(2)).Select(each => each.Type));
    }

    [Fact]
    public async Task A_delayed_webhook_is_overtaken()
    {
        await _stripe.Misbehave("""{"webhooks":[{"do":"Delay","type":"payment_intent.created","milliseconds":500}]}""");

        await _stripe.Pay();

        Assert.Equal(["payment_intent.succeeded", "payment_intent.created"], (await _receiver.Received.NextAsync(2)).Select(each => each.Type));
    }

    /// <summary>Types of the next different events: a restart may send the one in flight twice.</summary>
    private async Task<List<string>> NextDistinct(int count)
    {
        var seen = new Dictionary<string, string>();
        while (seen.Count < count)
        {
            var next = await _receiver.Received.NextAsync();
            seen[next.Id] = next.Type;
        }

        return [.. seen.Values];
    }

    /// <summary>The answer is on its way to the simulator when the receiver has seen the request: read until it is booked.</summary>
    private async Task AssertAllDelivered()
    {
        await Eventually.EqualsAsync("0", async () => (await _stripe.Get("/simulator/ledger"))["undeliveredWebhooks"]);

        Assert.False(_receiver.Received.HasMore);
    }
}
