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
            app.MapMethods(PatternOf(route), MethodsOf(route), forwarder.To(route))
                .WithDisplayName(route.Name)
                .WithLane(route.Lane, route.Name)
                .ExcludeFromDescription()
                .WithAccess(route.Access);
        }
    }

    /// <summary>Every parameter of a path is an id. What is none is found nowhere, whatever access the route needs.</summary>
    private static string PatternOf(PublicRoute route) => route.Path.Replace("}", ":guid}", StringComparison.Ordinal);

    /// <summary>HEAD arrives as GET, and is named where methods are listed.</summary>
    private static string[] MethodsOf(PublicRoute route) => route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];

    private static IEndpointConventionBuilder WithAccess(this IEndpointConventionBuilder endpoint, Access access) => access switch
    {
        Access.Open => endpoint.AllowAnonymous(),
        Access.Token => endpoint.RequireAuthorization(),
        Access.Admin => endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().RequireRole(TokenAuthentication.AdminRole).Build()),
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };
}
