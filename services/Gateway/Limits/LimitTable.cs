using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>The limit of every endpoint, from configuration.</summary>
internal sealed class LimitTable(IOptions<LimitOptions> options, IOptions<EdgeOptions> edge)
{
    private readonly ConcurrentDictionary<InLane, Limit> _limits = new();
    private readonly ConcurrentDictionary<Lane, ConcurrencyLimiter> _shares = new();

    public Limit Of(InLane place) => _limits.GetOrAdd(place, Create);

    private Limit Create(InLane place)
    {
        var lane = OptionsOf(place.Lane);
        var share = _shares.GetOrAdd(place.Lane, _ => ShareOf(lane));
        var own = place.Route is null ? null : options.Value.Routes.GetValueOrDefault(place.Route);
        return new(
            own is null ? place.Lane.ToString().ToLowerInvariant() : place.Route!,
            RateOf(own ?? lane),
            RateOf(own ?? lane, options.Value.NetworkFactor),
            place.Lane,
            share,
            Scaled(lane.ClientConcurrency),
            Scaled(lane.ClientConcurrency, options.Value.NetworkConcurrencyFactor),
            Scaled(lane.NetworkAtWork),
            own?.MaxBodyBytes ?? lane.MaxBodyBytes ?? edge.Value.MaxBodyBytes);
    }

    /// <summary>Scaled like the rates: a load test is one client.</summary>
    private int Scaled(int places, double factor = 1) =>
        places == 0 ? int.MaxValue : (int)Math.Clamp(places * options.Value.Scale * factor, 1, int.MaxValue);

    private static ConcurrencyLimiter ShareOf(LaneOptions lane) =>
        new(new() { PermitLimit = lane.Concurrency == 0 ? int.MaxValue : lane.Concurrency });

    private Rate RateOf(LaneOptions lane, double factor = 1) =>
        new(lane.RatePerSecond * options.Value.Scale * factor, Math.Max(1, lane.Burst * options.Value.Scale * factor));

    private LaneOptions OptionsOf(Lane lane) => lane switch
    {
        Lane.Browse => options.Value.Browse,
        Lane.Sale => options.Value.Sale,
        Lane.Auth => options.Value.Auth,
        Lane.Webhook => options.Value.Webhook,
        Lane.Live => options.Value.Live,
        Lane.Other => options.Value.Other,
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };
}
