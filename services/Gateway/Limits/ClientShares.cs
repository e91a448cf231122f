using System.Threading.RateLimiting;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Limits the requests that one client has at the same time in one lane, from its admission until its answer is read to the end. One client
/// alone cannot use up a lane. The framework removes the shares of clients that have gone.
/// </summary>
internal sealed class ClientShares : IDisposable
{
    private readonly PartitionedRateLimiter<(Limit Limit, string Client)> _shares =
        PartitionedRateLimiter.Create<(Limit Limit, string Client), (Lane Lane, string Client)>(Find);

    public RateLimitLease Enter(Limit limit, string client) => _shares.AttemptAcquire((limit, client));

    public void Dispose() => _shares.Dispose();

    private static RateLimitPartition<(Lane Lane, string Client)> Find((Limit Limit, string Client) place) =>
        RateLimitPartition.GetConcurrencyLimiter(
            (place.Limit.Lane, place.Client), _ => new() { PermitLimit = place.Limit.ClientConcurrency });
}
