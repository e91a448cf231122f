using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TicketBooking.Platform;

/// <summary>
/// Writes a problem whatever the client says it accepts. The framework's own writer stays silent for <c>Accept: text/event-stream</c> and the
/// like, and leaves an error without a body. This one is asked first, so that there is one way only.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        context.ProblemDetails.Status ??= response.StatusCode;
        options.Value.CustomizeProblemDetails?.Invoke(context);
        // Without a token it ends with the request, in silence: that a caller has left is no failure of the writer.
        await response.WriteAsJsonAsync(
            context.ProblemDetails, context.ProblemDetails.GetType(), options: null, contentType: "application/problem+json");
    }
}
