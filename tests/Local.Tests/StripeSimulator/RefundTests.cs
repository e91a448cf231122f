using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

public sealed class RefundTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await Simulator.Start(postgres.ConnectionString);

    public async ValueTask DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task A_refund_gives_all_of_it_back_unless_told_otherwise()
    {
        var paid = await _stripe.Pay();

        var refund = await Refund(paid.Id, "&reason=requested_by_customer&metadata[booking_id]=b1");

        Assert.Equal("4200", refund["amount"]);
        Assert.Equal("succeeded", refund["status"]);
        Assert.Equal(paid.Id, refund["payment_intent"]);
        Assert.Equal(paid["latest_charge"], refund["charge"]);
        Assert.Equal("requested_by_customer", refund["reason"]);
        Assert.Equal("b1", refund["metadata", "booking_id"]);
        Assert.Equal("succeeded", (await _stripe.Get($"/v1/refunds/{refund.Id}"))["status"]);
    }

    [Fact]
    public async Task Parts_add_up_to_the_charge_and_no_further()
    {
        var paid = await _stripe.Pay();
        Assert.Equal(200, (await Refund(paid.Id, "&amount=4000")).Status);

        var tooMuch = await Refund(paid.Id, "&amount=201");
        var rest = await Refund(paid.Id);
        var nothingLeft = await Refund(paid.Id);

        Assert.Equal(400, tooMuch.Status);
        Assert.Equal("amount", tooMuch["error", "param"]);
        Assert.Equal("200", rest["amount"]);
        Assert.Equal("charge_already_refunded", nothingLeft["error", "code"]);
        var listed = await _stripe.Get($"/v1/refunds?payment_intent={paid.Id}");
        Assert.Equal(2, listed.Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Refunds_at_once_never_give_back_more_than_was_taken()
    {
        var paid = await _stripe.Pay();
        await using var crowd = await Crowd.Hold(postgres.DataSource);
        var calls = Enumerable.Range(0, 8).Select(_ => Refund(paid.Id, "&amount=1000")).ToList();
        await crowd.Of(8);

        await crowd.LetGo();
        var replies = await Task.WhenAll(calls);

        Assert.Equal(4, replies.Count(reply => reply.Status == 200));
        var entry = (await _stripe.Get("/simulator/ledger")).Json.GetProperty("intents").EnumerateArray()
            .Single(entry => entry.GetProperty("id").GetString() == paid.Id);
        Assert.Equal(4200, entry.GetProperty("captured").GetInt64());
        Assert.Equal(4000, entry.GetProperty("refunded").GetInt64());
    }

    [Fact]
    public async Task What_was_not_paid_cannot_be_refunded()
    {
        var open = await _stripe.Create();
        var reserved = await _stripe.Pay("capture_method=manual");

        Assert.Equal(400, (await Refund(open.Id)).Status);
        Assert.Equal(400, (await Refund(reserved.Id)).Status);
        Assert.Equal(404, (await Refund("pi_unknown")).Status);
    }

    [Fact]
    public async Task The_ledger_adds_up_by_currency()
    {
        await using var own = await TestPostgres.CreateAsync();
        await using var stripe = await Simulator.Start(own.ConnectionString);
        var paid = await stripe.Pay();
        await stripe.Pay();
        await stripe.Create();
        await stripe.Post("/v1/refunds", $"payment_intent={paid.Id}&amount=1200");

        var total = (await stripe.Get("/simulator/ledger")).Json.GetProperty("totals")[0];

        Assert.Equal("eur", total.GetProperty("currency").GetString());
        Assert.Equal(3, total.GetProperty("intents").GetInt32());
        Assert.Equal(8400, total.GetProperty("captured").GetInt64());
        Assert.Equal(1200, total.GetProperty("refunded").GetInt64());
        Assert.Equal(7200, total.GetProperty("net").GetInt64());
    }

    private Task<Reply> Refund(string intent, string more = "") => _stripe.Post("/v1/refunds", $"payment_intent={intent}{more}");
}
