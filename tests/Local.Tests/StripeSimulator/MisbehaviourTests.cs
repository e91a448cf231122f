using System.Diagnostics;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

public sealed class MisbehaviourTests : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _stripe = await Simulator.Start(_postgres.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _stripe.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_failure_before_leaves_no_effect_and_the_key_unused()
    {
        await _stripe.Misbehave("""{"api":[{"do":"FailBefore","operation":"payment_intents.create"}]}""");

        var failed = await Create("k");
        Assert.Equal(0, await CountIntents());
        var again = await Create("k");

        Assert.Equal(500, failed.Status);
        Assert.Equal("api_error", failed["error", "type"]);
        Assert.Equal("true", failed.Header("Stripe-Should-Retry"));
        Assert.Equal(200, again.Status);
        Assert.Equal("", again.Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task A_failure_after_has_its_effect_and_is_replayed()
    {
        await _stripe.Misbehave("""{"api":[{"do":"FailAfter","operation":"payment_intents.create"}]}""");

        var failed = await Create("k");
        var again = await Create("k");

        Assert.Equal((500, 500), (failed.Status, again.Status));
        Assert.Equal("false", failed.Header("Stripe-Should-Retry"));
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal(1, await CountIntents());
    }

    [Fact]
    public async Task A_dropped_answer_has_its_effect_and_the_key_finds_it()
    {
        await _stripe.Misbehave("""{"api":[{"do":"DropAfter","operation":"payment_intents.create"}]}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Create("k"));
        var found = await Create("k");

        Assert.Equal(200, found.Status);
        Assert.Equal("true", found.Header("Idempotent-Replayed"));
        Assert.Equal(1, await CountIntents());
    }

    [Fact]
    public async Task Too_many_requests_says_when_to_come_back()
    {
        await _stripe.Misbehave("""{"api":[{"do":"RateLimit","next":2,"retryAfterSeconds":7}]}""");

        var refused = await Create("k");
        await Create("k");

        Assert.Equal(429, refused.Status);
        Assert.Equal("7", refused.Header("Retry-After"));
        Assert.Equal("rate_limit", refused["error", "code"]);
        Assert.Equal(200, (await Create("k")).Status);
    }

    [Fact]
    public async Task Latency_delays_only_the_operation_it_was_asked_for()
    {
        await _stripe.Misbehave("""{"api":[{"do":"Latency","operation":"refunds.create","milliseconds":60000}]}""");
        await _stripe.Misbehave("""{"api":[{"do":"Latency","operation":"payment_intents.create","milliseconds":200}]}""");
        var watch = Stopwatch.StartNew();

        Assert.Equal(200, (await Create("k")).Status);

        Assert.InRange(watch.ElapsedMilliseconds, 190, 30000);
    }

    [Fact]
    public async Task What_was_asked_for_can_be_read_and_reset()
    {
        await _stripe.Misbehave("""{"api":[{"do":"RateLimit","next":null}],"webhooks":[{"do":"Drop","next":3}]}""");
        var read = await _stripe.Get("/simulator/behaviour");
        Assert.Equal("RateLimit", read.Json.GetProperty("api")[0].GetProperty("do").GetString());
        Assert.Equal(3, read.Json.GetProperty("webhooks")[0].GetProperty("next").GetInt32());

        using var reset = await _stripe.Http.DeleteAsync(new Uri("/simulator/behaviour", UriKind.Relative));

        Assert.Equal(200, (await Create("k")).Status);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_call()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/payment_intents/pi_1/confirm");
        request.Headers.Add("Origin", "http://localhost:8080");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var response = await _stripe.Http.SendAsync(request);

        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private Task<Reply> Create(string key) => _stripe.Post("/v1/payment_intents", "amount=4200&currency=eur", key);

    private async Task<int> CountIntents() => (await _stripe.Get("/simulator/ledger")).Json.GetProperty("intents").GetArrayLength();
}
