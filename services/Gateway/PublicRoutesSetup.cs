using Microsoft.AspNetCore.Authorization;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Gateway.Limits;
using TicketBooking.Platform;

namespace TicketBooking.Gateway;

internal static class PublicRoutesSetup
{
    public static void MapPublicRoutes(this WebApplication app)
    {
        var forwarder = app.Services.GetRequiredService<Forwarder>();
        foreach (var route in PublicRoutes.Table)
        {
            app.MapMethods(route.Path, MethodsOf(route), forwarder.To(route))
                .WithDisplayName(route.Name)
                .WithLane(route.Lane, route.Name)
                .ExcludeFromDescription()
                .WithAccess(route.Access);
        }
    }

    private static string[] MethodsOf(PublicRoute route) => route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];

    private static IEndpointConventionBuilder WithAccess(this IEndpointConventionBuilder endpoint, Access access) => access switch
    {
        Access.Open => endpoint.AllowAnonymous(),
        Access.Token => endpoint.RequireAuthorization(),
        Access.Admin => endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().RequireRole(TokenAuthentication.AdminRole).Build()),
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };
}
