using System.Threading.RateLimiting;

namespace TicketBooking.Gateway.Limits;

/// <summary>The limits of an endpoint: a bucket for each client and a share of concurrency with the rest of its lane.</summary>
/// <param name="Name">Of the lane, or of the route with limits of its own.</param>
/// <param name="Rate">How the bucket of a client fills.</param>
/// <param name="NetworkRate">How the bucket of all users of a network fills, in this gateway.</param>
/// <param name="Lane">Which traffic it is limited with.</param>
/// <param name="Share">The places of the lane.</param>
/// <param name="ClientConcurrency">Requests of one client in the lane at the same time.</param>
/// <param name="NetworkConcurrency">Requests of all users of a network in the lane at the same time.</param>
/// <param name="NetworkAtWork">Requests of a network in the lane that services work on at the same time.</param>
/// <param name="MaxBodyBytes">Largest body.</param>
internal sealed record Limit(
    string Name,
    Rate Rate,
    Rate NetworkRate,
    Lane Lane,
    ConcurrencyLimiter Share,
    int ClientConcurrency,
    int NetworkConcurrency,
    int NetworkAtWork,
    long MaxBodyBytes)
{
    /// <summary>RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers: the quota, and the seconds in which it fills.</summary>
    public string Policy { get; } = $"\"{Name}\";q={(long)Rate.Burst};w={(long)Math.Ceiling(Rate.Window.TotalSeconds)}";
}
