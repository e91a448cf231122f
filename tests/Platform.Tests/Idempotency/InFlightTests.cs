using System.Net;
using Xunit;

namespace TicketBooking.Platform.Tests.Idempotency;

public sealed class InFlightTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ShopService _shop = null!;
    private HttpClient _user = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await ShopService.StartAsync();
        _user = _shop.NewUser();
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Of_fifty_at_the_same_time_one_runs_and_the_others_are_409()
    {
        HoldTheFirstRun();

        var all = Enumerable.Range(0, 50).Select(_ => _user.PostAsync("k")).ToList();
        var refused = 0;
        while (refused < 49)
        {
            var answered = await Task.WhenAny(all);
            all.Remove(answered);
            using var answer = await answered;
            await answer.AssertProblemAsync(HttpStatusCode.Conflict, "idempotency-key-in-use");
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
            refused++;
        }

        _gate.SetResult();
        using var first = await all.Single();
        Assert.Equal(1, await first.RunAsync());
        Assert.Equal(1, _shop.Runs);
    }

    [Fact]
    public async Task Another_request_with_a_key_in_flight_is_422()
    {
        HoldTheFirstRun();
        var running = _user.PostAsync("k");
        await _entered.Task;

        using var other = await _user.PostAsync("k", """{"name":"abc","seatCount":2}""");

        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        _gate.SetResult();
        using var first = await running;
        Assert.Equal(1, await first.RunAsync());
    }

    [Fact]
    public async Task After_the_lease_one_request_runs_again_and_a_late_one_does_not_change_its_answer()
    {
        HoldTheFirstRun();
        var late = _user.PostAsync("k");
        await _entered.Task;
        await _shop.LetTheLeasePassAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _user.PostAsync("k")));

        Assert.Equal(2, _shop.Runs);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created && !answer.IsReplayed());
        _gate.SetResult();
        using var first = await late;
        using var replayed = await _user.PostAsync("k");
        Assert.Equal((1, 2), (await first.RunAsync(), await replayed.RunAsync()));
        Assert.True(replayed.IsReplayed());
    }

    [Fact]
    public async Task A_late_request_that_fails_does_not_free_the_key_of_the_running_one()
    {
        HoldTheFirstRun(() => throw new InvalidDataException("late"));
        var late = _user.PostAsync("k");
        await _entered.Task;
        await _shop.LetTheLeasePassAsync();
        using var second = await _user.PostAsync("k");

        _gate.SetResult();
        using var failed = await late;
        using var replayed = await _user.PostAsync("k");

        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal((2, 2), (await second.RunAsync(), await replayed.RunAsync()));
    }

    [Fact]
    public async Task A_client_that_goes_away_finds_the_answer_when_it_comes_back()
    {
        HoldTheFirstRun();
        using var gone = new CancellationTokenSource();
        var abandoned = _user.PostAsync("k", watched: true, cancellationToken: gone.Token);
        await _entered.Task;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await _shop.Disconnected.Task;

        _gate.SetResult();
        await _shop.Finished.Task;
        using var answer = await _user.PostAsync("k");

        Assert.Equal(1, await answer.RunAsync());
        Assert.True(answer.IsReplayed());
        Assert.Equal(1, _shop.Runs);
    }

    /// <summary>The first run stops before its end until the gate is opened; later ones go through.</summary>
    private void HoldTheFirstRun(Action? then = null)
    {
        var handle = _shop.Handle;
        _shop.Handle = async (run, context) =>
        {
            if (run == 1)
            {
                _entered.SetResult();
                await _gate.Task.WaitAsync(context.RequestAborted);
                then?.Invoke();
            }

            return await handle(run, context);
        };
    }
}
