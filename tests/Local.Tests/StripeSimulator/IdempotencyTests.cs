using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

public sealed class IdempotencyTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    private const string Form = "amount=4200&currency=eur";
    private readonly string _key = Guid.CreateVersion7().ToString();
    private Simulator _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await Simulator.Start(postgres.ConnectionString);

    public async ValueTask DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task The_same_key_replays_the_first_answer()
    {
        var first = await Create();

        var again = await Create();

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("", first.Header("Idempotent-Replayed"));
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal(first.Header("Request-Id"), again.Header("Original-Request"));
        Assert.NotEqual(first.Header("Request-Id"), again.Header("Request-Id"));
        Assert.Equal(_key, again.Header("Idempotency-Key"));
    }

    [Fact]
    public async Task A_decline_is_replayed_too()
    {
        var intent = await _stripe.Create();
        Task<Reply> Decline() =>
            _stripe.Post($"/v1/payment_intents/{intent.Id}/confirm", "payment_method=pm_card_chargeDeclined", _key);

        var first = await Decline();
        var again = await Decline();

        Assert.Equal((402, 402), (first.Status, again.Status));
        Assert.Equal(first["error", "charge"], again["error", "charge"]);
    }

    [Fact]
    public async Task The_same_key_with_other_parameters_is_an_error()
    {
        await Create();

        var other = await _stripe.Post("/v1/payment_intents", "amount=4300&currency=eur", _key);

        Assert.Equal(400, other.Status);
        Assert.Equal("idempotency_error", other["error", "type"]);
    }

    [Fact]
    public async Task A_refused_parameter_does_not_use_up_the_key()
    {
        Assert.Equal(400, (await _stripe.Post("/v1/payment_intents", "amount=1&currency=eur", _key)).Status);

        Assert.Equal(200, (await Create()).Status);
    }

    [Fact]
    public async Task One_key_many_times_at_once_has_one_effect()
    {
        await using var crowd = await Crowd.Hold(postgres.DataSource);
        var calls = Enumerable.Range(0, 16).Select(_ => Create()).ToList();
        var inFlight = new List<Reply>();
        while (calls.Count > 1)
        {
            var refused = await Task.WhenAny(calls).WaitAsync(TimeSpan.FromSeconds(30));
            calls.Remove(refused);
            inFlight.Add(await refused);
        }

        await crowd.LetGo();
        var done = await calls.Single();

        Assert.Equal(200, done.Status);
        Assert.All(inFlight, reply => Assert.Equal(409, reply.Status));
        Assert.All(inFlight, reply => Assert.Equal("idempotency_error", reply["error", "type"]));
        Assert.All(inFlight, reply => Assert.Equal("idempotency_key_in_use", reply["error", "code"]));
        Assert.All(inFlight, reply => Assert.Equal("true", reply.Header("Stripe-Should-Retry")));
        Assert.Equal(done.Id, (await Create()).Id);
    }

    [Fact]
    public async Task Keys_survive_a_restart()
    {
        var first = await Create();
        await _stripe.DisposeAsync();
        _stripe = await Simulator.Start(postgres.ConnectionString);

        Assert.Equal(first.Id, (await Create()).Id);
    }

    private Task<Reply> Create() => _stripe.Post("/v1/payment_intents", Form, _key);
}
