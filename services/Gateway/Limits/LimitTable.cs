using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>The limit of every endpoint, from configuration.</summary>
internal sealed class LimitTable(IOptions<LimitOptions> options)
{
    private readonly ConcurrentDictionary<InLane, Limit> _limits = new();
    private readonly ConcurrentDictionary<Lane, ConcurrencyLimiter> _shares = new();

    public Limit Of(InLane place) => _limits.GetOrAdd(place, Create);

    private Limit Create(InLane place)
    {
        var lane = OptionsOf(place.Lane);
        var share = _shares.GetOrAdd(place.Lane, _ => ShareOf(lane));
        return place.Route is { } route && options.Value.Routes.TryGetValue(route, out var own)
            ? new(route, RateOf(own), place.Lane, share)
            : new(place.Lane.ToString().ToLowerInvariant(), RateOf(lane), place.Lane, share);
    }

    private static ConcurrencyLimiter ShareOf(LaneOptions lane) =>
        new(new() { PermitLimit = lane.Concurrency == 0 ? int.MaxValue : lane.Concurrency });

    private Rate RateOf(LaneOptions lane) => new(lane.RatePerSecond * options.Value.Scale, Math.Max(1, lane.Burst * options.Value.Scale));

    private LaneOptions OptionsOf(Lane lane) => lane switch
    {
        Lane.Browse => options.Value.Browse,
        Lane.Sale => options.Value.Sale,
        Lane.Auth => options.Value.Auth,
        Lane.Webhook => options.Value.Webhook,
        Lane.Live => options.Value.Live,
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };
}
