using System.Text.Json;
using Stripe;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class StripeEventTests
{
    private const string Secret = "whsec_test";
    private const long Now = 1_800_000_000;

    private static readonly string Body = $$$$$"""
        {"id":"evt_1","object":"event","api_version":"{{{{{StripeConfiguration.ApiVersion}}}}}","created":1700000000,"type":"payment_intent.succeeded",
         "livemode":false,"pending_webhooks":1,"request":{"id":null,"idempotency_key":"k"},
         "data":{"object":{"id":"pi_1","object":"payment_intent","amount":1500,"created":1700000000,"metadata":{"note":"ü"}}}}
        """;

    [Fact]
    public void A_signed_event_is_read_with_its_object()
    {
        var message = EventUtility.ConstructEvent(Body, Signed(Now), Secret, 300, Now);

        Assert.Equal(("evt_1", EventTypes.PaymentIntentSucceeded), (message.Id, message.Type));
        Assert.Equal(1500, Assert.IsType<PaymentIntent>(message.Data.Object).Amount);
    }

    // Computed once with another HMAC implementation (OpenSSL).
    [Fact]
    public void A_signature_is_what_HMAC_SHA256_says() => Assert.Equal(
        "79c31d5db3cae2d5239a0618217a20f23bc6840117fc556988e88dcc8a5e57bc", EventUtility.ComputeSignature(Secret, "1800000000", """{"a":"ü"}"""));

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void An_event_is_taken_within_five_minutes_of_now(long age, bool taken) =>
        Assert.Equal(taken, IsTaken(Body, Signed(Now - age), Secret));

    [Fact]
    public void An_event_signed_with_another_secret_is_refused() => Assert.False(IsTaken(Body, Signed(Now), "whsec_other"));

    [Fact]
    public void An_altered_body_is_refused() =>
        Assert.False(IsTaken(Body.Replace("1500", "15000", StringComparison.Ordinal), Signed(Now), Secret));

    [Fact]
    public void An_altered_time_is_refused() => Assert.False(
        IsTaken(Body, Signed(Now - 400).Replace($"t={Now - 400}", $"t={Now}", StringComparison.Ordinal), Secret));

    [Fact]
    public void Any_of_several_signatures_will_do_while_a_secret_is_rolled()
    {
        var other = EventUtility.ComputeSignature("whsec_old", $"{Now}", Body);
        var right = EventUtility.ComputeSignature(Secret, $"{Now}", Body);

        Assert.True(IsTaken(Body, $"t={Now},v1={other},v1={right},v0={other}", Secret));
        Assert.False(IsTaken(Body, $"t={Now},v1={other},v0={right}", Secret));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("t=1800000000")]
    [InlineData("v1=00")]
    public void A_header_that_is_no_signature_is_refused(string? header) => Assert.False(IsTaken(Body, header, Secret));

    [Fact]
    public void An_event_of_another_release_train_is_refused_unless_that_is_wanted()
    {
        var old = Body.Replace(StripeConfiguration.ApiVersion, "2024-06-20", StringComparison.Ordinal);

        Assert.Throws<StripeException>(() => EventUtility.ParseEvent(old));
        Assert.Equal("evt_1", EventUtility.ParseEvent(old, throwOnApiVersionMismatch: false).Id);
        Assert.True(EventUtility.IsCompatibleApiVersion("2026-12-31.dahlia"));
    }

    [Theory]
    [InlineData("charge", typeof(Charge))]
    [InlineData("refund", typeof(Refund))]
    [InlineData("customer", null)]
    public void An_object_is_read_by_its_kind(string kind, Type? type)
    {
        var body = Body.Replace("\"object\":\"payment_intent\"", $"\"object\":\"{kind}\"", StringComparison.Ordinal);

        Assert.Equal(type, EventUtility.ParseEvent(body).Data.Object?.GetType());
    }

    [Fact]
    public void What_is_not_an_event_is_a_JsonException() => Assert.Throws<JsonException>(() => EventUtility.ParseEvent("{"));

    private static string Signed(long at) => EventUtility.GenerateSignatureHeader(Body, Secret, at);

    private static bool IsTaken(string body, string? header, string secret)
    {
        try
        {
            EventUtility.ValidateSignature(body, header, secret, EventUtility.DefaultTimeTolerance, Now);
            return true;
        }
        catch (StripeException)
        {
            return false;
        }
    }
}
