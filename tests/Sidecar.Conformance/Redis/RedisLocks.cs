using StackExchange.Redis;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>What Dapr's component asks Redis (components-contrib, <c>lock/redis/standalone.go</c>): the value of a key is its owner.</summary>
internal sealed class RedisLocks(IDatabase redis) : ILocks
{
    private const string Unlock = """
        local owner = redis.call('GET', KEYS[1])
        if not owner then return 1 end
        if owner ~= ARGV[1] then return 2 end
        redis.call('DEL', KEYS[1])
        return 0
        """;

    private readonly HashSet<string> _resources = [];

    public Task<bool> TryLockAsync(string resource, string owner, int seconds)
    {
        _resources.Add(resource);
        return redis.StringSetAsync(resource, owner, RedisTime.Of(seconds), When.NotExists);
    }

    public async Task<int> UnlockAsync(string resource, string owner) => (int)await redis.ScriptEvaluateAsync(Unlock, [resource], [owner]);

    public Task PassAsync(int seconds) => RedisTime.PassAsync(redis, _resources, seconds);
}
