using System.Threading.RateLimiting;

namespace TicketBooking.Gateway.Limits;

/// <summary>The limits of an endpoint: a bucket for each client and a share of concurrency with the rest of its lane.</summary>
internal sealed record Limit(string Name, Rate Rate, Lane Lane, ConcurrencyLimiter Share)
{
    /// <summary>RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers: the quota, and the seconds in which it fills.</summary>
    public string Policy { get; } = $"\"{Name}\";q={(long)Rate.Burst};w={(long)Math.Ceiling(Rate.Window.TotalSeconds)}";
}
