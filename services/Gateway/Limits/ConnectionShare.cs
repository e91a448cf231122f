using System.Net;
using System.Threading.RateLimiting;

namespace TicketBooking.Gateway.Limits;

/// <summary>The place of an open connection; a feature of it.</summary>
/// <param name="any">Its place among all.</param>
/// <param name="own">Its place among those of its network.</param>
/// <param name="network">Where the client is; null for a trusted proxy.</param>
internal sealed class ConnectionShare(RateLimitLease any, RateLimitLease? own, IPAddress? network) : IDisposable
{
    public IPAddress? Network => network;

    public void Dispose()
    {
        own?.Dispose();
        any.Dispose();
    }
}
