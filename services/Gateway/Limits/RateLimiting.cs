namespace TicketBooking.Gateway.Limits;

/// <summary>Lets a request through when its client has a token and not too many requests at the same time.</summary>
internal sealed class RateLimiting(
    RequestDelegate next, RateLimiter limiter, ClientShares shares, LimitTable limits, Refusals refusals)
{
    private static readonly InLane Elsewhere = new(Lane.Other);

    public async Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ForSidecar>() is not null)
        {
            await next(context);
            return;
        }

        var limit = limits.Of(metadata?.GetMetadata<InLane>() ?? Elsewhere);
        var client = Client.Of(context, limit.Lane);
        var verdict = await limiter.AskAsync(new(limit.Name, client), limit.Rate, context.RequestAborted);
        var network = Client.NetworkOfUser(context, limit.Lane);
        if (verdict.IsAdmitted && network is not null
            && limiter.AskHere(new(limit.Name, network), limit.NetworkRate) is { IsAdmitted: false } together)
        {
            verdict = together;
        }

        Describe(context.Response, limit, verdict);
        if (!verdict.IsAdmitted)
        {
            await refusals.RefuseAsync(context, limit.Lane, "rate", LimitProblems.TooFast(), Seconds(verdict.Wait));
            return;
        }

        using var share = shares.Enter(limit, client, network);
        if (share.IsAcquired)
        {
            await next(context);
            return;
        }

        await refusals.RefuseAsync(context, limit.Lane, "client", LimitProblems.TooManyAtOnce());
    }

    /// <summary>As draft-ietf-httpapi-ratelimit-headers has it: what is left, and when all of it is back.</summary>
    private static void Describe(HttpResponse response, Limit limit, Verdict verdict)
    {
        var reset = verdict.IsAdmitted ? TimeSpan.FromSeconds(Math.Max(0, limit.Rate.Burst - verdict.Remaining) / limit.Rate.PerSecond) : verdict.Wait;
        response.Headers["RateLimit-Policy"] = limit.Policy;
        response.Headers["RateLimit"] = $"\"{limit.Name}\";r={verdict.Remaining};t={Seconds(reset)}";
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
