using System.Threading.RateLimiting;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Limits the requests that one client has at the same time in one lane, from its admission until its answer is read to the end, and those of
/// all users of a network together. Neither can use up a lane. The framework removes the shares of clients that have gone.
/// </summary>
internal sealed class ClientShares : IDisposable
{
    private readonly PartitionedRateLimiter<Place> _ofClients =
        PartitionedRateLimiter.Create<Place, (Lane, string)>(place => Share(place.Limit.Lane, place.Client, place.Limit.ClientConcurrency));

    private readonly PartitionedRateLimiter<Place> _ofNetworks =
        PartitionedRateLimiter.Create<Place, (Lane, string)>(place => place.Network is null
            ? RateLimitPartition.GetNoLimiter((place.Limit.Lane, ""))
            : Share(place.Limit.Lane, place.Network, place.Limit.NetworkConcurrency));

    private readonly PartitionedRateLimiter<Place> _both;

    public ClientShares() => _both = PartitionedRateLimiter.CreateChained(_ofClients, _ofNetworks);

    /// <param name="limit">Of the endpoint.</param>
    /// <param name="client">Whom the request counts for.</param>
    /// <param name="network">The network that a user is in; null for a client that is counted by network anyway.</param>
    public RateLimitLease Enter(Limit limit, string client, string? network) => _both.AttemptAcquire(new(limit, client, network));

    public void Dispose()
    {
        _both.Dispose();
        _ofClients.Dispose();
        _ofNetworks.Dispose();
    }

    private static RateLimitPartition<(Lane, string)> Share(Lane lane, string of, int places) =>
        RateLimitPartition.GetConcurrencyLimiter((lane, of), _ => new() { PermitLimit = places });

    private readonly record struct Place(Limit Limit, string Client, string? Network);
}
