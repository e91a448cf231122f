using System.Net;
using Stripe;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class StripeRequestTests : IAsyncLifetime
{
    private const string Intent =
        """{"id":"pi_1","object":"payment_intent","amount":1500,"currency":"eur","created":1700000000,"status":"requires_payment_method","client_secret":"pi_1_secret","latest_charge":"ch_1","metadata":{"bookingId":"b1"}}""";

    private StripeServer _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeServer.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task Parameters_are_form_encoded_the_way_Stripe_reads_them()
    {
        _stripe.Answer(200, Intent);
        var options = new PaymentIntentCreateOptions
        {
            Amount = 1500,
            Currency = "eur",
            AutomaticPaymentMethods = new PaymentIntentAutomaticPaymentMethodsOptions { Enabled = true, AllowRedirects = "never" },
            Description = "Row A & B = 100 % ü",
            Metadata = new Dictionary<string, string> { ["bookingId"] = "b1" },
            PaymentMethodTypes = [],
        };
        options.AddExpand("latest_charge");
        options.AddExtraParam("statement_descriptor", "TICKETS");

        await new PaymentIntentService(_stripe.Client()).CreateAsync(options);

        var (method, url, body, headers) = Assert.Single(_stripe.Requests);
        Assert.Equal(("POST", "/v1/payment_intents"), (method, url));
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", headers.ContentType);
        Assert.Equal(
            [
                "amount=1500", "automatic_payment_methods[allow_redirects]=never", "automatic_payment_methods[enabled]=True", "currency=eur",
                "description=Row+A+%26+B+%3D+100+%25+%C3%BC", "expand[0]=latest_charge", "metadata[bookingId]=b1", "payment_method_types=",
                "statement_descriptor=TICKETS",
            ],
            body.Split('&').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Key_version_and_idempotency_key_travel_in_the_headers()
    {
        _stripe.Answer(200, Intent);

        await new PaymentIntentService(_stripe.Client()).ConfirmAsync(
            "pi_1", new PaymentIntentConfirmOptions { PaymentMethod = "pm_card_visa" }, new RequestOptions { IdempotencyKey = "attempt-1" });

        var (_, url, body, headers) = Assert.Single(_stripe.Requests);
        Assert.Equal(("/v1/payment_intents/pi_1/confirm", "payment_method=pm_card_visa"), (url, body));
        Assert.Equal("Bearer sk_test_1", headers.Authorization);
        Assert.Equal(StripeConfiguration.ApiVersion, headers["Stripe-Version"]);
        Assert.Equal("attempt-1", headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task A_POST_without_a_key_gets_one_of_its_own_and_a_GET_none()
    {
        _stripe.Answer(200, Intent);
        var service = new PaymentIntentService(_stripe.Client());

        await service.CancelAsync("pi_1");
        await service.CancelAsync("pi_1");
        await service.GetAsync("pi_1");

        var keys = _stripe.Requests.Select(request => request.Headers["Idempotency-Key"].ToString()).ToArray();
        Assert.All(keys[..2], key => Assert.True(Guid.TryParse(key, out _)));
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Empty(keys[2]);
    }

    [Fact]
    public async Task A_GET_has_its_parameters_in_the_query_and_escapes_the_id()
    {
        _stripe.Answer(200, """{"object":"list","data":[{"id":"re_1","object":"refund","amount":5,"payment_intent":"pi_1"}],"has_more":true,"url":"/v1/refunds"}""");

        var page = await new RefundService(_stripe.Client()).ListAsync(new RefundListOptions { PaymentIntent = "pi 1", Limit = 3 });

        Assert.Equal("GET", _stripe.Requests[0].Method);
        Assert.Equal(["/v1/refunds", "limit=3", "payment_intent=pi+1"], _stripe.Requests[0].Url.Split('?', '&').Order(StringComparer.Ordinal));
        Assert.Equal("pi_1", Assert.Single(page).PaymentIntentId);
        Assert.True(page.HasMore);
    }

    [Fact]
    public async Task A_list_is_read_page_after_page_with_the_same_filter()
    {
        _stripe.Answer(200, """{"object":"list","data":[{"id":"pi_3","object":"payment_intent"},{"id":"pi_2","object":"payment_intent"}],"has_more":true,"url":"/v1/payment_intents"}""");
        _stripe.Answer(200, """{"object":"list","data":[{"id":"pi_1","object":"payment_intent"}],"has_more":false,"url":"/v1/payment_intents"}""");
        var since = new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc);
        var options = new PaymentIntentListOptions { Limit = 2, Created = new DateRangeOptions { GreaterThanOrEqual = since } };

        var ids = await new PaymentIntentService(_stripe.Client()).ListAutoPagingAsync(options).Select(intent => intent.Id).ToArrayAsync();

        Assert.Equal(["pi_3", "pi_2", "pi_1"], ids);
        Assert.Equal(["/v1/payment_intents", "created[gte]=1700000000", "limit=2"], Parts(_stripe.Requests[0].Url));
        Assert.Equal(["/v1/payment_intents", "created[gte]=1700000000", "limit=2", "starting_after=pi_2"], Parts(_stripe.Requests[1].Url));

        static string[] Parts(string url) => [.. url.Split('?', '&').Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task An_entity_is_read_with_its_times_and_references()
    {
        _stripe.Answer(200, Intent, ("Request-Id", "req_1"));

        var intent = await new PaymentIntentService(_stripe.Client()).GetAsync("pi_1");

        Assert.Equal(("pi_1", 1500L, "eur", "ch_1", "b1"), (intent.Id, intent.Amount, intent.Currency, intent.LatestChargeId, intent.Metadata["bookingId"]));
        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc), intent.Created);
        Assert.Null(intent.LatestCharge);
        Assert.Equal("req_1", intent.StripeResponse.RequestId);
    }

    [Fact]
    public async Task An_expanded_reference_is_read_as_its_object()
    {
        _stripe.Answer(200, """{"id":"pi_1","object":"payment_intent","latest_charge":{"id":"ch_1","object":"charge","amount_refunded":7}}""");

        var intent = await new PaymentIntentService(_stripe.Client()).GetAsync("pi_1");

        Assert.Equal(("ch_1", 7L), (intent.LatestChargeId, intent.LatestCharge.AmountRefunded));
    }

    [Fact]
    public async Task A_declined_card_is_an_exception_with_the_reason_and_the_intent()
    {
        _stripe.Answer(402, """{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","message":"No.","payment_intent":{"id":"pi_1","object":"payment_intent","status":"requires_payment_method"}}}""");

        var refusal = await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(_stripe.Client()).ConfirmAsync("pi_1"));

        Assert.Equal((HttpStatusCode.PaymentRequired, "No."), (refusal.HttpStatusCode, refusal.Message));
        Assert.Equal(
            ("card_error", "card_declined", "insufficient_funds", "pi_1"),
            (refusal.StripeError.Type, refusal.StripeError.Code, refusal.StripeError.DeclineCode, refusal.StripeError.PaymentIntent.Id));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task An_answer_that_is_not_Stripes_is_an_exception_without_an_error(int status)
    {
        _stripe.Answer(status, "<html>");

        var refusal = await Assert.ThrowsAsync<StripeException>(() => new PaymentIntentService(_stripe.Client()).GetAsync("pi_1"));

        Assert.Equal((HttpStatusCode)status, refusal.HttpStatusCode);
        Assert.Null(refusal.StripeError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk test")]
    public void A_key_that_cannot_be_one_is_refused(string key) => Assert.Throws<ArgumentException>(() => new StripeClient(key));
}
