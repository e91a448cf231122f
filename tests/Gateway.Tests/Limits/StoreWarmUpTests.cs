using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Limits;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

public sealed class StoreWarmUpTests
{
    [Theory]
    [InlineData("bucketstore", 2)]
    [InlineData("", 0)]
    public async Task A_start_reads_and_writes_the_store_once_if_there_is_one(string name, int calls)
    {
        var store = new MemoryStore { IsPrompt = true };
        using var start = Start(store, name);

        await start.StartAsync(CancellationToken.None);
        await start.ExecuteTask!;

        Assert.Equal(calls, store.Calls);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_stops_no_start()
    {
        var store = new MemoryStore();
        using var start = Start(store, "bucketstore");

        await start.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => store.Pending == 1);
        store.Answer(0, MemoryStore.Fault.Failure);
        await start.ExecuteTask!;

        Assert.Equal(1, store.Calls);
    }

    private static StoreWarmUp Start(MemoryStore store, string name) =>
        new(Instance.Buckets(store), Options.Create(new LimitOptions { Store = name }), NullLogger<StoreWarmUp>.Instance);
}
