using Microsoft.AspNetCore.Diagnostics;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>A fault of the simulator itself, in Stripe's shape. The exception is logged by the middleware.</summary>
internal sealed class UnexpectedErrors : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
        httpContext.Response.ContentType = "application/json";
        await httpContext.Response.WriteAsync(
            Answer.Of(StatusCodes.Status500InternalServerError, Errors.Internal()).Body, cancellationToken);
        return true;
    }
}
