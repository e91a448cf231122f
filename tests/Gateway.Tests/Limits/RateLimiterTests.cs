using Microsoft.Extensions.Logging;
using TicketBooking.Gateway.Limits;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

public sealed class RateLimiterTests
{
    /// <summary>What a client may owe: a tenth of <see cref="Instance.Rate"/>.</summary>
    private const int Credit = 2;

    [Fact]
    public async Task A_burst_passes_then_one_for_each_token_that_drips_in()
    {
        var instance = new Instance(new MemoryStore { IsPrompt = true });

        Assert.Equal(20, await CountAsync(instance, 30));
        instance.Pass(99);
        Assert.Equal(0, await CountAsync(instance, 5));
        instance.Pass(1);
        Assert.Equal(1, await CountAsync(instance, 5));
        instance.Pass(60_000);
        Assert.Equal(20, await CountAsync(instance, 30));
    }

    [Fact]
    public async Task A_refusal_says_when_there_will_be_a_token()
    {
        var instance = new Instance(new MemoryStore { IsPrompt = true });
        await CountAsync(instance, 20);
        instance.Pass(30);

        Assert.Equal(70, (await instance.AskAsync()).Wait.TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public async Task A_refusal_costs_no_call_of_the_store_even_if_another_instance_took_the_tokens()
    {
        var store = new MemoryStore { IsPrompt = true };
        var (greedy, other) = (new Instance(store), new Instance(store));
        await CountAsync(greedy, 20);
        await CountAsync(other, Credit + 1);
        var calls = store.Calls;

        Assert.Equal(0, await CountAsync(greedy, 1000) + await CountAsync(other, 1000));

        Assert.Equal(calls, store.Calls);
    }

    [Fact]
    public async Task A_busy_client_costs_far_fewer_calls_than_it_makes_requests()
    {
        var store = new MemoryStore { IsPrompt = true };
        var instance = new Instance(store);

        for (var i = 0; i < 1000; i++)
        {
            await instance.AskAsync();
            instance.Pass(10);
        }

        // Ten seconds: 120 are admitted.
        Assert.InRange(instance.Admitted.Count, 115, 120);
        Assert.InRange(store.Calls, 1, 250);
    }

    [Fact]
    public async Task A_client_that_asks_once_costs_no_call_and_one_that_asks_now_and_then_one_lease_for_several_requests()
    {
        var store = new MemoryStore { IsPrompt = true };
        var instance = new Instance(store);

        Assert.Equal(Credit, await CountAsync(instance, Credit));
        Assert.Equal(0, store.Calls);

        for (var i = 0; i < 60; i++)
        {
            instance.Pass(10_000);
            Assert.True((await instance.AskAsync()).IsAdmitted);
        }

        // A read and a write for each request that finds the credit used up.
        Assert.InRange(store.Calls, 2, 2 * 60 / Credit);
    }

    [Fact]
    public async Task What_a_client_owed_is_missing_for_it_everywhere()
    {
        var store = new MemoryStore { IsPrompt = true };
        var (one, other) = (new Instance(store), new Instance(store));

        // Two on credit, and the third pays for them.
        await CountAsync(one, Credit + 1);

        Assert.Equal(20 - Credit - 1, await CountAsync(other, 100));
    }

    [Fact]
    public async Task There_is_no_credit_while_the_shared_bucket_is_nearly_empty()
    {
        var store = new MemoryStore { IsPrompt = true };
        var (greedy, other) = (new Instance(store), new Instance(store));
        await CountAsync(greedy, 100);
        await CountAsync(other, 100);

        // Each token that drips in is asked for, and is one request.
        for (var i = 0; i < 50; i++)
        {
            other.Pass(100);
            greedy.Pass(100);
            Assert.InRange(await CountAsync(other, 10), 0, 1);
        }
    }

    [Fact]
    public async Task Unused_tokens_of_a_lease_are_not_lost()
    {
        var store = new MemoryStore { IsPrompt = true };
        var instances = Enumerable.Range(0, 3).Select(_ => new Instance(store)).ToArray();

        // Nine a second, over three instances: below the rate, so for ever.
        for (var i = 0; i < 400; i++)
        {
            Assert.True((await instances[i % 3].AskAsync()).IsAdmitted, $"request {i}");
            Array.ForEach(instances, instance => instance.Pass(111));
        }
    }

    [Theory]
    [InlineData(600, 4)]
    [InlineData(1000, 0)]
    public void What_is_left_of_a_lease_goes_back_with_the_next_one_if_that_comes_soon(long next, int returned)
    {
        var bucket = new LocalBucket(Instance.Rate, 0);
        bucket.Leased(5, TokenBucket.Full(Instance.Rate, 0), 0);
        Assert.True(bucket.TryDecide(0)!.Value.IsAdmitted);
        UseUpCredit(bucket, next);

        Assert.Null(bucket.TryDecide(next));
        Assert.Equal((1, returned - Credit), bucket.NextLease(next));
    }

    [Fact]
    public void The_store_is_not_asked_again_at_once_for_a_token_that_lacks_less_than_a_tick()
    {
        var bucket = new LocalBucket(Instance.Rate, 0);
        bucket.Leased(0, new TokenBucket(Math.BitDecrement(1.0), 0), 0);

        Assert.False(bucket.TryDecide(0)!.Value.IsAdmitted);
        Assert.Null(bucket.TryDecide(1));
    }

    [Fact]
    public async Task Tokens_go_back_once_even_when_the_answer_to_the_write_is_lost()
    {
        var store = new MemoryStore();
        var buckets = Instance.Buckets(store);
        await LeaseAsync(wanted: 20, returned: 0);

        // 4 of 20 come back and 1 is taken, but the answer is lost; then 1 is taken again.
        var leasing = buckets.LeaseAsync(Instance.Key, Instance.Rate, 1, 4, CancellationToken.None);
        store.Answer(0, MemoryStore.Fault.None);
        store.Answer(0, MemoryStore.Fault.LostAnswer);
        store.Answer(0, MemoryStore.Fault.None);
        store.Answer(0, MemoryStore.Fault.None);

        Assert.Equal((1, 2.0), ((await leasing).Granted, (await leasing).Left.Tokens));

        Task LeaseAsync(int wanted, int returned)
        {
            var leased = buckets.LeaseAsync(Instance.Key, Instance.Rate, wanted, returned, CancellationToken.None);
            store.Answer(0, MemoryStore.Fault.None);
            store.Answer(0, MemoryStore.Fault.None);
            return leased;
        }
    }

    [Fact]
    public async Task While_the_store_is_away_an_instance_limits_on_its_own_and_says_so_once()
    {
        var store = new MemoryStore();
        var log = new ListLogger();
        var instance = new Instance(store, logger: log);
        Assert.Equal(Credit, await CountAsync(instance, Credit));
        var first = instance.AskAsync();
        store.Answer(0, MemoryStore.Fault.Failure);
        Assert.True((await first).IsAdmitted);

        Assert.Equal(19 - Credit, await CountAsync(instance, 100));
        Assert.Equal(1, store.Calls);
        instance.Pass(1000);
        var probe = instance.AskAsync();
        Assert.Equal(2, store.Calls);
        store.Answer(0, MemoryStore.Fault.Failure);
        Assert.True((await probe).IsAdmitted);

        Assert.Equal([4010], log.Events);
    }

    [Fact]
    public async Task When_the_store_answers_again_it_is_used_again()
    {
        var store = new MemoryStore();
        var log = new ListLogger();
        var instance = new Instance(store, logger: log);
        await CountAsync(instance, Credit);
        var first = instance.AskAsync();
        store.Answer(0, MemoryStore.Fault.Failure);
        await first;
        instance.Pass(1000);

        var probe = instance.AskAsync();
        store.Answer(0, MemoryStore.Fault.None);
        store.Answer(0, MemoryStore.Fault.None);

        Assert.True((await probe).IsAdmitted);
        Assert.Equal([4010, 4011], log.Events);
    }

    [Fact]
    public async Task A_store_that_is_too_slow_is_not_waited_for()
    {
        var instance = new Instance(new MemoryStore());
        await CountAsync(instance, Credit);
        var asked = instance.AskAsync();
        Assert.False(asked.IsCompleted);

        instance.Pass(100);

        Assert.True((await asked.WaitAsync(TimeSpan.FromSeconds(20))).IsAdmitted);
    }

    [Fact]
    public void Memory_is_bounded_however_many_clients_there_are()
    {
        var table = new BucketTable(100);
        var regular = table.Get(Instance.Key, Instance.Rate, 0);
        for (var i = 0; i < 10_000; i++)
        {
            table.Get(new("browse", $"address:{i}"), Instance.Rate, 0);
            Assert.Same(regular, table.Get(Instance.Key, Instance.Rate, 0));
            Assert.InRange(table.Count, 1, 101);
        }
    }

    private static void UseUpCredit(LocalBucket bucket, long now)
    {
        for (var owed = 0; owed < Credit; owed++)
        {
            Assert.True(bucket.TryDecide(now)!.Value.IsAdmitted);
        }
    }

    private static async Task<int> CountAsync(Instance instance, int requests)
    {
        var admitted = 0;
        for (var i = 0; i < requests; i++)
        {
            admitted += (await instance.AskAsync()).IsAdmitted ? 1 : 0;
        }

        return admitted;
    }

    private sealed class ListLogger : ILogger<StoreOutage>
    {
        public List<int> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Add(eventId.Id);
    }
}
