using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Lets a request through when its network has a turn and its lane has room. Both are free again when the answer begins: a client that does
/// not read holds none, and is cut when its answer is not complete in time.
/// </summary>
internal sealed class LaneShares(
    RequestDelegate next, LimitTable limits, NetworkTurns turns, LimitMetrics metrics, IOptions<EdgeOptions> options, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InLane>() is not { } place)
        {
            await next(context);
            return;
        }

        var limit = limits.Of(place);
        if (limit.Lane == Lane.Live)
        {
            await EnterAsync(context, limit);
            return;
        }

        using var deadline = new CancellationTokenSource(options.Value.CompleteWithin, clock);
        // Its end waits for a callback under way, which would else abort the next request of this connection.
        await using var cut = deadline.Token.UnsafeRegister(Abort, context);
        await EnterAsync(context, limit);
    }

    private async Task EnterAsync(HttpContext context, Limit limit)
    {
        using var turn = await turns.WaitAsync(limit, context);
        using var share = turn.IsAcquired ? limit.Share.AttemptAcquire() : turn;
        if (!share.IsAcquired)
        {
            metrics.Refused(limit.Lane, "concurrency");
            await LimitProblems.Overloaded().ExecuteAsync(context);
            return;
        }

        context.Response.OnStarting(GiveBack, turn);
        context.Response.OnStarting(GiveBack, share);
        await next(context);
    }

    private static Task GiveBack(object share)
    {
        ((RateLimitLease)share).Dispose();
        return Task.CompletedTask;
    }

    private static void Abort(object? context) => ((HttpContext)context!).Abort();
}
