using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TicketBooking.Gateway.Limits;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>The limiter of one gateway.</summary>
internal sealed class Instance
{
    public static readonly Rate Rate = new(PerSecond: 10, Burst: 20);
    public static readonly BucketKey Key = new("browse", "user:1");

    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private readonly RateLimiter _limiter;
    private readonly List<long> _admitted = [];
    private readonly FakeTimeProvider _clock = new();
    private long _now;

    public Instance(MemoryStore store, long skewMilliseconds = 0, ILogger<StoreOutage>? logger = null, bool hasLongTimeout = false)
    {
        var metrics = new LimitMetrics(Meters);
        // Time of day may be off, as that of another machine.
        _clock.Advance(TimeSpan.FromMilliseconds(skewMilliseconds));
        var outage = new StoreOutage(metrics, logger ?? NullLogger<StoreOutage>.Instance);
        var options = hasLongTimeout ? new LimitOptions { StoreTimeout = TimeSpan.FromDays(1) } : new LimitOptions();
        _limiter = new RateLimiter(new SharedBuckets(store, _clock, metrics), outage, new BucketTable(1000), _clock, Options.Create(options));
    }

    /// <summary>The shared buckets as such, at a time that stands still.</summary>
    public static SharedBuckets Buckets(MemoryStore store) => new(store, new FakeTimeProvider(), new LimitMetrics(Meters));

    /// <summary>When requests were admitted, in milliseconds.</summary>
    public IReadOnlyList<long> Admitted => _admitted;

    public void Pass(long milliseconds)
    {
        _now += milliseconds;
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }

    public async Task<Verdict> AskAsync()
    {
        var verdict = await _limiter.AskAsync(Key, Rate, CancellationToken.None);
        if (verdict.IsAdmitted)
        {
            _admitted.Add(_now);
        }

        return verdict;
    }
}
