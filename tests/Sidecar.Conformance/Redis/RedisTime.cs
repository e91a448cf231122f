using StackExchange.Redis;

namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>
/// Time passes in Redis when a test says so: what lives a second of the test lives an hour, and loses an hour when a second passes. So nothing ends
/// because the machine is slow, and what has ended Redis itself has ended.
/// </summary>
internal static class RedisTime
{
    public static TimeSpan Of(int seconds) => TimeSpan.FromHours(seconds);

    public static async Task PassAsync(IDatabase redis, IEnumerable<string> keys, int seconds)
    {
        foreach (var key in keys)
        {
            if (await redis.KeyTimeToLiveAsync(key) is { } left)
            {
                await redis.KeyExpireAsync(key, left - Of(seconds));
            }
        }
    }
}
