using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Answers with the metadata and health of this sidecar.</summary>
internal static class MetadataEndpoints
{
    public const string Version = "embedded";

    public static void MapMetadata(this WebApplication web)
    {
        var components = web.Services.GetRequiredService<ComponentSet>();
        web.MapGet("/v1.0/metadata", (HttpContext context) => context.Response.WriteAsJsonAsync(
            new
            {
                id = context.AppId(),
                runtimeVersion = Version,
                components = components.VisibleTo(context.AppId()).Select(c => new { c.Name, c.Type, c.Version }),
            },
            context.RequestAborted));
        // Like daprd: healthz waits for the app to have been seen, healthz/outbound does not.
        web.MapGet("/v1.0/healthz", (HttpContext context) => context.Caller() is { Address: null } or { WasUp: true }
            ? Results.NoContent()
            : throw new ApiException(StatusCodes.Status500InternalServerError, StatusCode.Unavailable, "ERR_HEALTH_NOT_READY", "dapr is not ready: the app is not up"));
        web.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
    }
}
