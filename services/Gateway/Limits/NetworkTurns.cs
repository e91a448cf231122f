using System.Threading.RateLimiting;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Gives the services few requests of one network at the same time in a lane; its others wait in line. A crowd behind one address gets through
/// in its turn. One machine that sends all it is allowed leaves the processors to other networks.
/// </summary>
internal sealed class NetworkTurns : IDisposable
{
    private readonly PartitionedRateLimiter<(Limit Limit, string Network)> _turns =
        PartitionedRateLimiter.Create<(Limit Limit, string Network), (Lane, string)>(static asked => RateLimitPartition.GetConcurrencyLimiter(
            (asked.Limit.Lane, asked.Network),
            _ => new() { PermitLimit = asked.Limit.NetworkAtWork, QueueLimit = asked.Limit.NetworkConcurrency }));

    /// <summary>Waits for the turn of a request, which ends when it is disposed of.</summary>
    /// <returns>A lease that is not acquired when the line is full.</returns>
    /// <exception cref="OperationCanceledException">The client has gone, or has waited as long as an answer may take.</exception>
    public ValueTask<RateLimitLease> WaitAsync(Limit limit, HttpContext context) =>
        _turns.AcquireAsync((limit, $"{ClientNetwork.Of(context)}"), permitCount: 1, context.RequestAborted);

    public void Dispose() => _turns.Dispose();
}
