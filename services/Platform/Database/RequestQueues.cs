using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace TicketBooking.Platform;

/// <summary>
/// Bounds the requests of each route that run or wait for a connection: the pool's own queue has no end, and each that waits takes memory. By
/// route, so that requests which wait for the payment provider take no place from holds. The routes are few, so their limiters stay: partitions
/// of the framework wake ten times a second to remove what is unused.
/// </summary>
internal sealed class RequestQueues(IOptions<RequestQueueOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<Endpoint, ConcurrencyLimiter> _places = new();

    public void Dispose()
    {
        foreach (var place in _places.Values)
        {
            place.Dispose();
        }
    }

    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        // The sidecar bounds its deliveries itself, and health has to answer then.
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            await next(context);
            return;
        }

        using var place = _places.GetOrAdd(endpoint, _ => new(new() { PermitLimit = options.Value.MostOfARoute })).AttemptAcquire();
        await (place.IsAcquired ? next(context) : Problem.Busy().ExecuteAsync(context));
    }
}
