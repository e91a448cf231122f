using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace TicketBooking.Platform;

/// <summary>Services take calls from their sidecar only: it alone knows <c>APP_API_TOKEN</c>. Health stays open for probes.</summary>
public static class SidecarOnly
{
    /// <summary>Refuses with 401 what does not carry the token in <c>dapr-api-token</c>.</summary>
    /// <exception cref="InvalidOperationException">Outside Development, when <c>APP_API_TOKEN</c> is not set.</exception>
    public static WebApplication UseSidecarOnly(this WebApplication app)
    {
        var token = app.Configuration["APP_API_TOKEN"];
        if (string.IsNullOrEmpty(token))
        {
            return app.Environment.IsDevelopment()
                ? app
                : throw new InvalidOperationException("APP_API_TOKEN is not set: anybody could call this service as its sidecar.");
        }

        var expected = Encoding.UTF8.GetBytes(token);
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/health") || IsExpected(context, expected))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        return app;
    }

    private static bool IsExpected(HttpContext context, byte[] expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers["dapr-api-token"].ToString()), expected);
}
