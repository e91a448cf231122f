using System.Security.Claims;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Limits;

/// <summary>Names the client that a request counts for: the user of a valid token, else the address.</summary>
internal static class Client
{
    public static string Of(HttpContext context, Lane lane) =>
        lane != Lane.Auth && context.User.FindFirstValue("sub") is { } user
            ? "user:" + user
            : "address:" + ClientNetwork.Of(context);

    /// <summary>The network that all users there are counted for together; null for a client that is counted by network anyway.</summary>
    public static string? NetworkOfUser(HttpContext context, Lane lane) =>
        lane != Lane.Auth && context.User.HasClaim(claim => claim.Type == "sub") ? "network:" + ClientNetwork.Of(context) : null;
}
