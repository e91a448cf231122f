using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Like daprd: <c>healthz</c> waits for the app to have been seen, <c>healthz/outbound</c> does not.</summary>
internal sealed class HealthEndpoints(AppInstance instance)
{
    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/healthz", context => instance.Address is null || instance.WasUp
            ? NoContent(context)
            : ApiErrors.WriteAsync(context, StatusCodes.Status500InternalServerError, "ERR_HEALTH_NOT_READY", "dapr is not ready: the app is not up"));
        routes.MapGet("/v1.0/healthz/outbound", NoContent);
    }

    private static Task NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
