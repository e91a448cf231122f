using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>Limits the open connections of one network. A trusted proxy brings those of many networks, and limits them itself.</summary>
internal sealed class ConnectionShares(IOptions<EdgeOptions> options, LimitMetrics metrics) : IDisposable
{
    private readonly System.Net.IPNetwork[] _trusted = [.. options.Value.TrustedProxies.Select(network => System.Net.IPNetwork.Parse(network))];

    private readonly PartitionedRateLimiter<IPAddress> _shares = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network =>
        RateLimitPartition.GetConcurrencyLimiter(network, _ => new() { PermitLimit = options.Value.MaxConnectionsOfANetwork }));

    /// <summary>Connection middleware of Kestrel.</summary>
    public ConnectionDelegate Limit(ConnectionDelegate next) => async connection =>
    {
        if (ClientAddress.Of(connection.RemoteEndPoint) is not { } address || _trusted.Any(network => network.Contains(address)))
        {
            await next(connection);
            return;
        }

        using var share = _shares.AttemptAcquire(ClientNetwork.Of(address));
        if (share.IsAcquired)
        {
            await next(connection);
            return;
        }

        metrics.Refused(Lane.Other, "connections");
        connection.Abort(new ConnectionAbortedException("This network has too many connections."));
    };

    public void Dispose() => _shares.Dispose();
}
