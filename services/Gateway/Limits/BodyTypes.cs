using TicketBooking.Platform;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Refuses with 415 a body that is not JSON in UTF-8, of any public route and before access: the answer is the same for every caller. A site
/// elsewhere can make a browser send a form, but no JSON.
/// </summary>
internal sealed class BodyTypes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<InLane>() is not null && JsonBody.HasBody(context.Request) && !JsonBody.IsJson(context.Request)
            ? TextProblems.NotJson().ExecuteAsync(context)
            : next(context);
}
