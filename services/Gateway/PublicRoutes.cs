using TicketBooking.Contracts;
using TicketBooking.Gateway.Forwarding;

namespace TicketBooking.Gateway;

/// <summary>
/// What the outside can reach, and who answers. Everything else is 404: the services' own <c>/internal</c>, <c>/subscriptions</c> and
/// <c>/dapr</c> are not here and must never be.
/// </summary>
internal static class PublicRoutes
{
    private static readonly (string Prefix, string AppId)[] Table =
    [
        ("/.well-known", AppIds.EventCore),
        ("/api/v1/auth", AppIds.EventCore),
        ("/api/v1/venue", AppIds.EventCore),
        ("/api/v1/event", AppIds.EventCore),
        ("/api/v1/admin", AppIds.EventCore),
        ("/api/v1/booking", AppIds.Booking),
        ("/api/v1/seat", AppIds.Seats),
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static void MapPublicRoutes(this WebApplication app)
    {
        var forwarder = app.Services.GetRequiredService<Forwarder>();
        foreach (var (prefix, appId) in Table)
        {
            app.MapMethods(prefix + "/{**path}", Methods, context => forwarder.ForwardAsync(context, appId));
        }
    }
}
