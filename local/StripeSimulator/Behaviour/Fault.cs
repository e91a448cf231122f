using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Behaviour;

/// <summary>The fault of one call.</summary>
internal sealed class Fault(IReadOnlyList<ApiRule> rules)
{
    public bool DropsAnswer => rules.Any(rule => rule.Do == ApiFault.DropAfter);

    /// <summary>Waits if asked to; an answer here means that the call is not served.</summary>
    public async Task<Answer?> BeforeAsync(HttpContext http, TimeProvider clock)
    {
        var latency = rules.Where(rule => rule.Do == ApiFault.Latency).Sum(rule => rule.Milliseconds);
        if (latency > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latency), clock, http.RequestAborted);
        }

        if (rules.FirstOrDefault(rule => rule.Do == ApiFault.RateLimit) is { } limit)
        {
            http.Response.Headers.RetryAfter = $"{limit.RetryAfterSeconds}";
            return Answer.Of(StatusCodes.Status429TooManyRequests, Errors.TooManyRequests());
        }

        if (rules.Any(rule => rule.Do == ApiFault.FailBefore))
        {
            http.Response.Headers["Stripe-Should-Retry"] = "true";
            return Answer.Of(StatusCodes.Status500InternalServerError, Errors.Internal());
        }

        return null;
    }

    /// <summary>The answer that is kept in place of serving the call; null: it is served.</summary>
    public Answer? Refusal => rules.FirstOrDefault(rule => rule.Do == ApiFault.Refuse) is { } refusal
        ? Errors.Refusal(refusal.Code, "The simulator was told to refuse this.")
        : null;

    /// <summary>The answer that is kept and sent in place of the true one.</summary>
    public Answer After(Answer answer) => rules.Any(rule => rule.Do == ApiFault.FailAfter)
        ? Answer.Of(StatusCodes.Status500InternalServerError, Errors.Internal())
        : answer;
}
