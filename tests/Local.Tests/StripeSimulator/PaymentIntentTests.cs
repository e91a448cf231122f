using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

public sealed class PaymentIntentTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await Simulator.Start(postgres.ConnectionString);

    public async ValueTask DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task A_new_intent_waits_for_a_payment_method()
    {
        var intent = await _stripe.Create();

        Assert.Equal(200, intent.Status);
        Assert.StartsWith("pi_", intent.Id, StringComparison.Ordinal);
        Assert.StartsWith(intent.Id + "_secret_", intent["client_secret"], StringComparison.Ordinal);
        Assert.Equal("payment_intent", intent["object"]);
        Assert.Equal("requires_payment_method", intent["status"]);
        Assert.Equal("4200", intent["amount"]);
        Assert.Equal("0", intent["amount_received"]);
        Assert.Equal("eur", intent["currency"]);
        Assert.Equal("b1", intent["metadata", "booking_id"]);
        Assert.StartsWith("req_", intent.Header("Request-Id"), StringComparison.Ordinal);
        Assert.Equal(intent.Text, (await _stripe.Get($"/v1/payment_intents/{intent.Id}")).Text);
    }

    [Fact]
    public async Task An_intent_allows_the_types_that_were_asked_for_and_exist()
    {
        var intent = await _stripe.Post(
            "/v1/payment_intents",
            "amount=4200&currency=eur&allowed_payment_method_types[0]=card&allowed_payment_method_types[1]=barter");

        Assert.Equal(["card"], intent.Json.GetProperty("payment_method_types").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal(400, (await _stripe.Confirm(intent.Id, "pm_usBankAccount_success")).Status);
        Assert.Equal("succeeded", (await _stripe.Confirm(intent.Id, "pm_card_visa"))["status"]);
    }

    [Fact]
    public async Task Allowed_types_and_automatic_methods_exclude_each_other()
    {
        var refused = await _stripe.Create("allowed_payment_method_types[0]=card");

        Assert.Equal(400, refused.Status);
        Assert.Equal("automatic_payment_methods", refused["error", "param"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/{0}")]
    [InlineData("/{0}/confirm")]
    public async Task The_removed_parameter_for_types_is_refused(string path)
    {
        var intent = await _stripe.Create();

        var refused = await _stripe.Post(
            "/v1/payment_intents" + path.Replace("{0}", intent.Id, StringComparison.Ordinal),
            "amount=4200&currency=eur&payment_method=pm_card_visa&payment_method_types[0]=card");

        Assert.Equal(400, refused.Status);
        Assert.Equal("payment_method_types_no_longer_supported", refused["error", "code"]);
        Assert.Equal("requires_payment_method", (await _stripe.Get($"/v1/payment_intents/{intent.Id}"))["status"]);
    }

    [Fact]
    public async Task A_good_card_takes_the_money()
    {
        var intent = await _stripe.Create();

        var paid = await _stripe.Confirm(intent.Id, "pm_card_visa");

        Assert.Equal("succeeded", paid["status"]);
        Assert.Equal("4200", paid["amount_received"]);
        Assert.StartsWith("ch_", paid["latest_charge"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    public async Task A_declined_card_answers_402_and_another_card_may_be_tried(string card, string code, string declineCode)
    {
        var intent = await _stripe.Create();

        var declined = await _stripe.Confirm(intent.Id, card);

        Assert.Equal(402, declined.Status);
        Assert.Equal("card_error", declined["error", "type"]);
        Assert.Equal(code, declined["error", "code"]);
        Assert.Equal(declineCode, declined["error", "decline_code"]);
        Assert.Equal("requires_payment_method", declined["error", "payment_intent", "status"]);
        var read = await _stripe.Get($"/v1/payment_intents/{intent.Id}");
        Assert.Equal(declineCode, read["last_payment_error", "decline_code"]);
        Assert.Equal("null", read["payment_method"]);
        Assert.Equal("succeeded", (await _stripe.Confirm(intent.Id, "pm_card_mastercard"))["status"]);
    }

    [Fact]
    public async Task A_card_without_decline_code_leaves_the_field_out()
    {
        var declined = await _stripe.Create("confirm=true&payment_method=pm_card_chargeDeclinedExpiredCard");

        Assert.Equal("expired_card", declined["error", "code"]);
        Assert.False(declined.Json.GetProperty("error").TryGetProperty("decline_code", out _));
    }

    [Theory]
    [InlineData("succeed=true", "succeeded")]
    [InlineData("succeed=false", "requires_payment_method")]
    public async Task A_card_that_needs_authentication_waits_for_the_cardholder(string outcome, string status)
    {
        var asked = await _stripe.Create("confirm=true&payment_method=pm_card_authenticationRequired&return_url=https://shop.example/back");
        Assert.Equal("requires_action", asked["status"]);
        Assert.Equal("https://shop.example/back", asked["next_action", "redirect_to_url", "return_url"]);

        await _stripe.Post($"/simulator/payment_intents/{asked.Id}/authenticate?{outcome}");

        Assert.Equal(status, (await _stripe.Get($"/v1/payment_intents/{asked.Id}"))["status"]);
    }

    [Fact]
    public async Task Money_captured_later_is_reserved_first_and_may_be_less()
    {
        var reserved = await _stripe.Pay("capture_method=manual");
        Assert.Equal("requires_capture", reserved["status"]);
        Assert.Equal("4200", reserved["amount_capturable"]);
        Assert.Equal(400, (await _stripe.Post($"/v1/payment_intents/{reserved.Id}/capture", "amount_to_capture=4201")).Status);

        var captured = await _stripe.Post($"/v1/payment_intents/{reserved.Id}/capture", "amount_to_capture=4000");

        Assert.Equal("succeeded", captured["status"]);
        Assert.Equal("4000", captured["amount_received"]);
        Assert.Equal("0", captured["amount_capturable"]);
    }

    [Fact]
    public async Task A_cancelled_intent_can_no_longer_be_paid()
    {
        var intent = await _stripe.Create();

        var cancelled = await _stripe.Post($"/v1/payment_intents/{intent.Id}/cancel", "cancellation_reason=abandoned");

        Assert.Equal("canceled", cancelled["status"]);
        Assert.Equal("abandoned", cancelled["cancellation_reason"]);
        await AssertUnexpectedState(await _stripe.Confirm(intent.Id, "pm_card_visa"), "canceled");
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("cancel")]
    [InlineData("capture")]
    public async Task A_paid_intent_is_final(string verb)
    {
        var paid = await _stripe.Pay();

        var again = await _stripe.Post($"/v1/payment_intents/{paid.Id}/{verb}", "payment_method=pm_card_visa");

        await AssertUnexpectedState(again, "succeeded");
    }

    [Fact]
    public async Task Two_confirmations_at_once_take_the_money_once()
    {
        var intent = await _stripe.Create();
        await using var crowd = await Crowd.Hold(postgres.DataSource);
        var calls = Enumerable.Range(0, 8).Select(_ => _stripe.Confirm(intent.Id, "pm_card_visa")).ToList();
        await crowd.Of(8);

        await crowd.LetGo();
        var replies = await Task.WhenAll(calls);

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(7, replies.Count(reply => reply.Status == 400));
        var ledger = await _stripe.Get("/simulator/ledger");
        Assert.Equal(4200, ledger.Json.GetProperty("intents").EnumerateArray()
            .Single(entry => entry.GetProperty("id").GetString() == intent.Id).GetProperty("captured").GetInt64());
    }

    [Fact]
    public async Task The_publishable_key_needs_the_client_secret_and_sees_less()
    {
        var intent = await _stripe.Create();
        var path = $"/v1/payment_intents/{intent.Id}";

        Assert.Equal(400, (await _stripe.Get(path, Simulator.Publishable)).Status);
        Assert.Equal(400, (await _stripe.Get($"{path}?client_secret=wrong", Simulator.Publishable)).Status);
        Assert.Equal(403, (await _stripe.Post("/v1/payment_intents", "amount=100&currency=eur", key: Simulator.Publishable)).Status);
        var secret = $"client_secret={intent["client_secret"]}";
        Assert.Equal(403, (await _stripe.Post($"{path}/cancel", secret, key: Simulator.Publishable)).Status);
        var paid = await _stripe.Post($"{path}/confirm", $"payment_method=pm_card_visa&{secret}", key: Simulator.Publishable);
        Assert.Equal("succeeded", paid["status"]);
        Assert.Empty(paid.Json.GetProperty("metadata").EnumerateObject());
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var refused = await _stripe.Get("/v1/payment_intents", "sk_test_wrong");

        Assert.Equal(401, refused.Status);
        Assert.Equal("invalid_request_error", refused["error", "type"]);
    }

    [Theory]
    [InlineData("currency=eur", "amount", "parameter_missing")]
    [InlineData("amount=100", "currency", "parameter_missing")]
    [InlineData("amount=1.5&currency=eur", "amount", "parameter_invalid_integer")]
    [InlineData("amount=49&currency=eur", "amount", "amount_too_small")]
    [InlineData("amount=100&currency=eur&payment_method=pm_unknown", "payment_method", "resource_missing")]
    public async Task A_wrong_parameter_is_named(string form, string parameter, string code)
    {
        var refused = await _stripe.Post("/v1/payment_intents", form);

        Assert.Equal(400, refused.Status);
        Assert.Equal(parameter, refused["error", "param"]);
        Assert.Equal(code, refused["error", "code"]);
    }

    [Fact]
    public async Task An_unknown_intent_is_404()
    {
        var missing = await _stripe.Get("/v1/payment_intents/pi_unknown");

        Assert.Equal(404, missing.Status);
        Assert.Equal("resource_missing", missing["error", "code"]);
    }

    [Fact]
    public async Task Metadata_is_merged_and_an_empty_value_removes_its_key()
    {
        var intent = await _stripe.Create("metadata[seat]=A1");

        var updated = await _stripe.Post($"/v1/payment_intents/{intent.Id}", "metadata[seat]=&metadata[attempt]=2");

        var metadata = updated.Json.GetProperty("metadata").EnumerateObject().Select(entry => $"{entry.Name}={entry.Value}");
        Assert.Equal(["attempt=2", "booking_id=b1"], metadata.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lists_are_newest_first_and_continue_after_an_id()
    {
        var first = await _stripe.Create("customer=cus_list");
        var second = await _stripe.Create("customer=cus_list");

        var page = await _stripe.Get("/v1/payment_intents?customer=cus_list&limit=1");
        var next = await _stripe.Get($"/v1/payment_intents?customer=cus_list&limit=1&starting_after={second.Id}");

        Assert.Equal(second.Id, page.Json.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal("True", page["has_more"]);
        Assert.Equal(first.Id, next.Json.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal("False", next["has_more"]);
    }

    private async Task AssertUnexpectedState(Reply reply, string status)
    {
        Assert.Equal(400, reply.Status);
        Assert.Equal("payment_intent_unexpected_state", reply["error", "code"]);
        Assert.Equal(status, reply["error", "payment_intent", "status"]);
        Assert.Equal(status, (await _stripe.Get($"/v1/payment_intents/{reply["error", "payment_intent", "id"]}"))["status"]);
    }
}
