using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace TicketBooking.Platform;

/// <summary>
/// Bounds the requests of each route that run or wait for a connection: the pool's own queue has no end, and each that waits takes memory. By
/// route, so that requests which wait for the payment provider take no place from holds.
/// </summary>
internal sealed class RequestQueues(IOptions<RequestQueueOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<Endpoint> _places = PartitionedRateLimiter.Create<Endpoint, Endpoint>(endpoint =>
        RateLimitPartition.GetConcurrencyLimiter(endpoint, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.MostOfARoute }));

    public void Dispose() => _places.Dispose();

    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        // The sidecar bounds its deliveries itself, and health has to answer then.
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            await next(context);
            return;
        }

        using var place = _places.AttemptAcquire(endpoint);
        await (place.IsAcquired ? next(context) : Problem.Busy().ExecuteAsync(context));
    }
}
