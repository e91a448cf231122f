using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Auth;

internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/v1/auth").WithTags("Auth").AllowAnonymous();

        auth.MapPost("/create", CreateUser.HandleAsync)
            .WithName("CreateUser").WithSummary("Register and log in")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        auth.MapPost("/login", LogIn.HandleAsync)
            .WithName("LogIn").WithSummary("Log in with user name or mail address")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        auth.MapPost("/refresh", RefreshTokens.HandleAsync)
            .WithName("RefreshTokens").WithSummary("Exchange the refresh cookie for a new one and an access token")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        auth.MapPost("/logout", LogOut.HandleAsync)
            .WithName("LogOut").WithSummary("End the session of the refresh cookie");

        var wellKnown = routes.MapGroup("").WithTags("Auth").AllowAnonymous();
        wellKnown.MapGet(TokenAuthentication.JwksPath, WellKnown.GetKeysAsync)
            .WithName("GetKeys").WithSummary("Get the public keys of access tokens");
        wellKnown.MapGet("/.well-known/openid-configuration", WellKnown.GetDiscovery)
            .WithName("GetDiscovery").WithSummary("Get the addresses of the issuer and its keys");
    }
}
