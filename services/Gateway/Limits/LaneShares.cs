using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Lets a request through when its lane has room. The place is free again when the answer begins: a client that does not read holds none,
/// and is cut when its answer is not complete in time.
/// </summary>
internal sealed class LaneShares(RequestDelegate next, LimitTable limits, LimitMetrics metrics, IOptions<EdgeOptions> options, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InLane>() is not { } place)
        {
            await next(context);
            return;
        }

        var limit = limits.Of(place);
        using var share = limit.Share.AttemptAcquire();
        if (!share.IsAcquired)
        {
            metrics.Refused(limit.Lane, "concurrency");
            await LimitProblems.Overloaded().ExecuteAsync(context);
            return;
        }

        context.Response.OnStarting(GiveBack, share);
        if (limit.Lane == Lane.Live)
        {
            await next(context);
            return;
        }

        using var deadline = new CancellationTokenSource(options.Value.CompleteWithin, clock);
        // Its end waits for a callback under way, which would else abort the next request of this connection.
        await using var cut = deadline.Token.UnsafeRegister(Abort, context);
        await next(context);
    }

    private static Task GiveBack(object share)
    {
        ((RateLimitLease)share).Dispose();
        return Task.CompletedTask;
    }

    private static void Abort(object? context) => ((HttpContext)context!).Abort();
}
