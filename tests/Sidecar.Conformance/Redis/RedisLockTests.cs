using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>The embedded lock store and Redis, asked the same, answer the same.</summary>
public sealed class RedisLockTests(RedisServer server, TestPostgres postgres) : IClassFixture<RedisServer>, IClassFixture<TestPostgres>
{
    private const int Steps = 400;

    private static readonly string[] Resources = ["seat:1", "seat:2", "seat:3"];
    private static readonly string[] Owners = ["alice", "bob", "carol"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Locks_are_taken_released_refused_and_lost_as_in_redis(int seed)
    {
        Assert.SkipUnless(RedisServer.SkipReason is null, RedisServer.SkipReason ?? "");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var clock = new FakeTimeProvider();
        await using var sidecar = await EmbeddedSidecar.StartAsync(postgres, clock, ("app", 0));
        using var http = sidecar.HttpOf("app");

        var expected = await PlayAsync(new RedisLocks(redis.GetDatabase(seed)), new Random(seed));
        var actual = await PlayAsync(new EmbeddedLocks(http, clock), new Random(seed));

        Assert.Equal(expected, actual);
        Assert.All(["True", "False", "0", "1", "2"], answer => Assert.Contains(expected, step => step.EndsWith($": {answer}", StringComparison.Ordinal)));
    }

    private static async Task<List<string>> PlayAsync(ILocks locks, Random random)
    {
        var answers = new List<string>();
        while (answers.Count < Steps)
        {
            var (resource, owner, seconds) = (Resources[random.Next(Resources.Length)], Owners[random.Next(Owners.Length)], random.Next(1, 5));
            switch (random.Next(5))
            {
                case 0:
                    await locks.PassAsync(seconds);
                    answers.Add($"{seconds} s pass");
                    break;
                case 1 or 2:
                    answers.Add($"{owner} unlocks {resource}: {await locks.UnlockAsync(resource, owner)}");
                    break;
                default:
                    answers.Add($"{owner} locks {resource} for {seconds} s: {await locks.TryLockAsync(resource, owner, seconds)}");
                    break;
            }
        }

        return answers;
    }
}
