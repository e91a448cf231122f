using Stripe;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class StripeRetryTests : IAsyncLifetime
{
    private const string Intent = """{"id":"pi_1","object":"payment_intent"}""";
    private const string Error = """{"error":{"type":"api_error","message":"Sorry."}}""";
    private StripeServer _stripe = null!;

    public async Task InitializeAsync() => _stripe = await StripeServer.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(409)]
    public async Task A_passing_failure_is_repeated_with_the_same_idempotency_key(int status)
    {
        _stripe.Answer(status, Error).Answer(status, Error).Answer(200, Intent);

        var intent = await CreateAsync();

        Assert.Equal("pi_1", intent.Id);
        Assert.Equal(3, _stripe.Requests.Count);
        Assert.Single(_stripe.Requests.Select(request => request.Headers["Idempotency-Key"].ToString()).Distinct());
        Assert.Single(_stripe.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again()
    {
        _stripe.Answer(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }).Answer(200, Intent);

        Assert.Equal("pi_1", (await CreateAsync()).Id);
        Assert.Equal(2, _stripe.Requests.Count);
    }

    [Fact]
    public async Task After_the_last_repetition_the_failure_is_the_callers()
    {
        _stripe.Answer(500, Error);

        await Assert.ThrowsAsync<StripeException>(() => CreateAsync());

        Assert.Equal(1 + SystemNetHttpClient.DefaultMaxNumberRetries, _stripe.Requests.Count);
    }

    [Fact]
    public async Task Stripe_can_forbid_a_repetition()
    {
        _stripe.Answer(500, Error, ("Stripe-Should-Retry", "false")).Answer(200, Intent);

        await Assert.ThrowsAsync<StripeException>(() => CreateAsync());

        Assert.Single(_stripe.Requests);
    }

    [Fact]
    public async Task Stripe_can_ask_for_a_repetition()
    {
        _stripe.Answer(400, Error, ("Stripe-Should-Retry", "true")).Answer(200, Intent);

        Assert.Equal("pi_1", (await CreateAsync()).Id);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(402)]
    [InlineData(429)]
    public async Task A_refusal_is_not_repeated(int status)
    {
        _stripe.Answer(status, Error).Answer(200, Intent);

        await Assert.ThrowsAsync<StripeException>(() => CreateAsync());

        Assert.Single(_stripe.Requests);
    }

    private Task<PaymentIntent> CreateAsync() =>
        new PaymentIntentService(_stripe.Client()).CreateAsync(new PaymentIntentCreateOptions { Amount = 1, Currency = "eur" });
}
