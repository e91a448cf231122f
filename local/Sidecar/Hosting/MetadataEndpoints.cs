using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.PubSub;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>What this sidecar is and has, and whether it is well.</summary>
internal static class MetadataEndpoints
{
    public const string Version = "embedded";

    public static void MapMetadata(this WebApplication web)
    {
        var components = web.Services.GetRequiredService<ComponentSet>();
        var subscriptions = web.Services.GetRequiredService<Subscriptions>();
        web.MapGet("/v1.0/metadata", (HttpContext context) => context.Response.WriteAsJsonAsync(
            new
            {
                id = context.AppId(),
                runtimeVersion = Version,
                components = components.VisibleTo(context.AppId()).Select(c => new { c.Name, c.Type, c.Version }),
                subscriptions = subscriptions.Of(context.AppId())
                    .Select(s => new { pubsubname = s.PubSub, s.Topic, s.DeadLetterTopic, rules = new[] { new { path = s.Route } } }),
            },
            context.RequestAborted));
        // Like daprd: healthz waits for the app to have been seen, healthz/outbound does not.
        web.MapGet("/v1.0/healthz", (HttpContext context) => context.Caller() is { Address: null } or { WasUp: true }
            ? context.NoContent()
            : ApiErrors.WriteAsync(context, StatusCodes.Status500InternalServerError, "ERR_HEALTH_NOT_READY", "dapr is not ready: the app is not up"));
        web.MapGet("/v1.0/healthz/outbound", (HttpContext context) => context.NoContent());
    }
}
