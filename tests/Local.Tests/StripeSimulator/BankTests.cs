using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

/// <summary>What banks do with money that has been paid.</summary>
public sealed class BankTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await Simulator.Start(postgres.ConnectionString);

    public async ValueTask DisposeAsync() => await _stripe.DisposeAsync();

    [Theory]
    [InlineData("succeeded", "0", "refund.updated", "charge.refund.updated")]
    [InlineData("canceled", "4200", "refund.updated", "charge.refund.updated")]
    [InlineData("failed", "4200", "refund.updated", "charge.refund.updated", "refund.failed")]
    public async Task A_refund_that_is_pending_ends_as_its_bank_says(string end, string refundable, params string[] events)
    {
        var paid = await PayAsync("pm_card_pendingRefund");
        var refund = await RefundAsync(paid);
        Assert.Equal("pending", refund["status"]);

        var moved = await _stripe.Post($"/simulator/refunds/{refund.Id}?status={end}&reason=declined");

        Assert.Equal(end, moved["status"]);
        Assert.Equal(end == "succeeded" ? "null" : "declined", (await _stripe.Get($"/v1/refunds/{refund.Id}"))["failure_reason"]);
        var again = await RefundAsync(paid);
        Assert.Equal(refundable, again.Status == 200 ? again["amount"] : "0");
        foreach (var type in events)
        {
            Assert.Equal(refund.Id, await SubjectOfAsync(type));
        }
    }

    [Fact]
    public async Task A_refund_that_has_succeeded_may_fail_and_one_that_has_failed_stays()
    {
        var refund = await RefundAsync(await PayAsync("pm_card_visa"));

        Assert.Equal(409, (await RawAsync($"/simulator/refunds/{refund.Id}?status=pending")).Status);
        Assert.Equal(200, (await RawAsync($"/simulator/refunds/{refund.Id}?status=failed")).Status);
        Assert.Equal(409, (await RawAsync($"/simulator/refunds/{refund.Id}?status=succeeded")).Status);
        Assert.Equal(404, (await RawAsync("/simulator/refunds/re_none?status=failed")).Status);
    }

    [Fact]
    public async Task A_disputed_payment_cannot_be_refunded_until_the_dispute_is_won()
    {
        var paid = await PayAsync("pm_card_visa");
        var dispute = await _stripe.Post($"/simulator/payment_intents/{paid.Id}/dispute");
        Assert.Equal(("needs_response", "4200", paid.Id), (dispute["status"], dispute["amount"], dispute["payment_intent"]));

        var refused = await RefundAsync(paid, key: "k1");
        var lost = await _stripe.Post($"/simulator/disputes/{dispute.Id}/close?status=lost");
        var refusedAgain = await RefundAsync(paid);
        var won = await _stripe.Post($"/simulator/disputes/{dispute.Id}/close?status=won");

        Assert.Equal((400, "charge_disputed"), (refused.Status, refused["error", "code"]));
        Assert.Equal((400, "charge_disputed"), (refusedAgain.Status, refusedAgain["error", "code"]));
        Assert.Equal(("lost", "won"), (lost["status"], won["status"]));
        Assert.Equal(400, (await RefundAsync(paid, key: "k1")).Status);
        Assert.Equal("succeeded", (await RefundAsync(paid, key: "k2"))["status"]);
        foreach (var type in (string[])["created", "funds_withdrawn", "closed", "funds_reinstated"])
        {
            Assert.Equal(dispute.Id, await SubjectOfAsync($"charge.dispute.{type}"));
        }
    }

    [Fact]
    public async Task What_is_not_paid_or_is_disputed_cannot_be_disputed()
    {
        var paid = await PayAsync("pm_card_visa");
        await _stripe.Post($"/simulator/payment_intents/{paid.Id}/dispute?amount=200");

        Assert.Equal(409, (await RawAsync($"/simulator/payment_intents/{paid.Id}/dispute")).Status);
        Assert.Equal(409, (await RawAsync($"/simulator/payment_intents/{(await _stripe.Create()).Id}/dispute")).Status);
        Assert.Equal(404, (await RawAsync("/simulator/payment_intents/pi_none/dispute")).Status);
    }

    [Fact]
    public async Task The_ledger_tells_what_is_under_way_disputed_and_lost()
    {
        var pending = await PayAsync("pm_card_pendingRefund");
        await RefundAsync(pending);
        var disputed = await PayAsync("pm_card_visa");
        var dispute = await _stripe.Post($"/simulator/payment_intents/{disputed.Id}/dispute?amount=1000");
        Assert.Equal((4200L, 4200L, 0L, 0L), await EntryAsync(pending));
        Assert.Equal((0L, 0L, 1000L, 0L), await EntryAsync(disputed));

        await _stripe.Post($"/simulator/disputes/{dispute.Id}/close?status=lost");

        Assert.Equal((0L, 0L, 0L, 1000L), await EntryAsync(disputed));
        Assert.Equal("lost", (await _stripe.Get($"/v1/disputes?payment_intent={disputed.Id}")).Json.GetProperty("data")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_call_is_refused_as_told_and_its_key_repeats_that()
    {
        var paid = await PayAsync("pm_card_visa");
        await _stripe.Misbehave("""{"api":[{"do":"Refuse","operation":"refunds.create","code":"balance_insufficient"}]}""");

        var refused = await RefundAsync(paid, key: "k3");

        Assert.Equal((400, "balance_insufficient"), (refused.Status, refused["error", "code"]));
        Assert.Equal("true", (await RefundAsync(paid, key: "k3")).Header("Idempotent-Replayed"));
        Assert.Equal("succeeded", (await RefundAsync(paid, key: "k4"))["status"]);
    }

    private async Task<Reply> PayAsync(string method)
    {
        var intent = await _stripe.Create();
        return await _stripe.Confirm(intent.Id, method);
    }

    private Task<Reply> RefundAsync(Reply intent, string? key = null) => _stripe.Post("/v1/refunds", $"payment_intent={intent.Id}", key);

    /// <summary>An answer that may have no body.</summary>
    private async Task<(int Status, string Text)> RawAsync(string path)
    {
        using var answer = await _stripe.Http.PostAsync(new Uri(path, UriKind.Relative), null);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string?> SubjectOfAsync(string type) => (await _stripe.Get($"/v1/events?type={type}")).Json
        .GetProperty("data")[0].GetProperty("data").GetProperty("object").GetProperty("id").GetString();

    private async Task<(long Refunded, long Pending, long Disputed, long Lost)> EntryAsync(Reply intent)
    {
        var entry = (await _stripe.Get("/simulator/ledger")).Json.GetProperty("intents").EnumerateArray()
            .Single(entry => entry.GetProperty("id").GetString() == intent.Id);
        return (Number("refunded"), Number("pending"), Number("disputed"), Number("lost"));

        long Number(string name) => entry.GetProperty(name).GetInt64();
    }
}
