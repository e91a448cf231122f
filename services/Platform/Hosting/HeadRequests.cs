using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TicketBooking.Platform;

/// <summary>
/// Answers HEAD wherever there is a GET: the request is handled as that GET, and the server itself leaves the body out. Services see GET
/// alone, as access control between them and caches in front do.
/// </summary>
public static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>Whether the client reads the head of the answer only.</summary>
    /// <param name="context">A request that says GET.</param>
    public static bool WantsHeadOnly(this HttpContext context) => context.Items.ContainsKey(Mark);

    /// <summary>Runs before routing, which would find no such method.</summary>
    internal static void UseHeadRequests(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Items[Mark] = true;
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        app.UseRouting();
    }
}
