using StackExchange.Redis;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>
/// What Dapr's component does with Redis (components-contrib, <c>state/redis/redis.go</c>), and what daprd answers then. An item is a hash with a
/// version; a mark in it says that it was once a first write. No ETag is the version 0.
/// </summary>
internal sealed class RedisStates(IDatabase redis) : IStates
{
    private const string Set = """
        local version = redis.call('HGET', KEYS[1], 'version')
        local isMarked = redis.call('HEXISTS', KEYS[1], 'first-write') == 1
        local mayWrite = not version or version == ARGV[1] or (ARGV[1] == '0' and not isMarked)
        if not mayWrite then return 0 end
        redis.call('HSET', KEYS[1], 'data', ARGV[2])
        if ARGV[3] == 'first-write' then redis.call('HSET', KEYS[1], 'first-write', '0') end
        redis.call('HINCRBY', KEYS[1], 'version', 1)
        return 1
        """;

    private const string Delete = """
        local version = redis.call('HGET', KEYS[1], 'version')
        if version and ARGV[1] ~= '0' and version ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[1])
        return 1
        """;

    private readonly HashSet<string> _keys = [];

    public async Task<(string? Value, string? ETag)> GetAsync(string key)
    {
        var item = await redis.HashGetAsync(key, ["data", "version"]);
        return (item[0], item[1]);
    }

    public async Task<int> SetAsync(string key, string value, string? etag, string? concurrency, int? seconds)
    {
        _keys.Add(key);
        var seen = concurrency == "last-write" || etag is null ? "0" : etag;
        if (!(bool)await redis.ScriptEvaluateAsync(Set, [key], [seen, value, concurrency ?? ""]))
        {
            return etag is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status409Conflict;
        }

        if (seconds is not null)
        {
            await (seconds > 0 ? redis.KeyExpireAsync(key, RedisTime.Of(seconds.Value)) : redis.KeyPersistAsync(key));
        }

        return StatusCodes.Status204NoContent;
    }

    public async Task<int> DeleteAsync(string key, string? etag, string? concurrency) =>
        (bool)await redis.ScriptEvaluateAsync(Delete, [key], [etag ?? "0"]) ? StatusCodes.Status204NoContent : StatusCodes.Status409Conflict;

    public Task PassAsync(int seconds) => RedisTime.PassAsync(redis, _keys, seconds);
}
