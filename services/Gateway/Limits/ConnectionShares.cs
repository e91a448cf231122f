using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Limits how many connections are open, all together and of one network, and how fast those of one network begin. A trusted proxy brings
/// those of many networks, and limits them itself.
/// </summary>
internal sealed class ConnectionShares : IDisposable
{
    /// <summary>As often as the framework looks whether there is a turn.</summary>
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);

    private readonly System.Net.IPNetwork[] _trusted;
    private readonly ConcurrencyLimiter _all;
    private readonly PartitionedRateLimiter<IPAddress> _ofNetworks;
    private readonly PartitionedRateLimiter<IPAddress> _turns;

    public ConnectionShares(IOptions<EdgeOptions> edge, IOptions<LimitOptions> limits)
    {
        _trusted = [.. edge.Value.TrustedProxies.Select(network => System.Net.IPNetwork.Parse(network))];
        _all = new(new() { PermitLimit = OpenFiles.MostConnections(edge.Value.MaxConnections, OpenFiles.Limit) });
        var (most, turns) = (edge.Value.MaxConnectionsOfANetwork, Turns(edge.Value.ConnectionsPerSecond * limits.Value.Scale, edge.Value.MaxConnectionsOfANetwork));
        _ofNetworks = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network =>
            RateLimitPartition.GetConcurrencyLimiter(network, _ => new() { PermitLimit = most }));
        _turns = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network => RateLimitPartition.GetTokenBucketLimiter(network, _ => turns));
    }

    /// <summary>A place among the open connections.</summary>
    /// <returns>Null when there is none; the connection is to be closed.</returns>
    public ConnectionShare? Enter(EndPoint? connected)
    {
        if (_all.AttemptAcquire() is not { IsAcquired: true } any)
        {
            return null;
        }

        if (NetworkOf(connected) is not { } network)
        {
            return new(any, null, null);
        }

        if (_ofNetworks.AttemptAcquire(network) is { IsAcquired: true } own)
        {
            return new(any, own, network);
        }

        any.Dispose();
        return null;
    }

    /// <summary>Waits until the connection may begin, in line with others of its network.</summary>
    /// <returns>False when the line is full.</returns>
    public async ValueTask<bool> WaitForTurnAsync(ConnectionShare share, CancellationToken cancellationToken)
    {
        if (share.Network is not { } network)
        {
            return true;
        }

        using var turn = await _turns.AcquireAsync(network, permitCount: 1, cancellationToken);
        return turn.IsAcquired;
    }

    public void Dispose()
    {
        _all.Dispose();
        _ofNetworks.Dispose();
        _turns.Dispose();
    }

    /// <summary>Twice as many as in a second may come at once.</summary>
    private static TokenBucketRateLimiterOptions Turns(double perSecond, int mostWaiting)
    {
        var period = Math.Max(ShortestPeriod.TotalSeconds, 1 / perSecond);
        return new()
        {
            TokenLimit = (int)Math.Clamp(2 * perSecond, 1, int.MaxValue),
            TokensPerPeriod = (int)Math.Clamp(perSecond * period, 1, int.MaxValue),
            ReplenishmentPeriod = TimeSpan.FromSeconds(period),
            QueueLimit = mostWaiting,
        };
    }

    /// <returns>Null for a trusted proxy.</returns>
    private IPAddress? NetworkOf(EndPoint? connected) =>
        ClientAddress.Of(connected) is { } address && !_trusted.Any(network => network.Contains(address)) ? ClientNetwork.Of(address) : null;
}
