using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>Takes calls from the service's sidecar only, which alone knows <c>APP_API_TOKEN</c>. Health stays open for probes.</summary>
public static class SidecarOnly
{
    /// <summary>Refuses with 401 a request without the token in <c>dapr-api-token</c>.</summary>
    /// <exception cref="InvalidOperationException">When <c>APP_API_TOKEN</c> or <c>DAPR_API_TOKEN</c> is not set.</exception>
    public static WebApplication UseSidecarOnly(this WebApplication app)
    {
        var expected = TokenOf(app.Services);
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

    /// <summary>Answers 404 to every caller but the sidecar, in a service that others call as well.</summary>
    /// <exception cref="InvalidOperationException">When <c>APP_API_TOKEN</c> or <c>DAPR_API_TOKEN</c> is not set.</exception>
    public static TBuilder RequireSidecar<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                var expected = TokenOf(endpoint.ApplicationServices);
                endpoint.RequestDelegate = context => IsExpected(context, expected) ? next(context) : HideAsync(context);
            }
        });
        return builder;
    }

    private static byte[] TokenOf(IServiceProvider services)
    {
        var settings = services.GetRequiredService<IConfiguration>();
        Require(settings, "DAPR_API_TOKEN", "the sidecar must not answer any process on its machine");
        return Encoding.UTF8.GetBytes(Require(settings, "APP_API_TOKEN", "any caller could pass for the sidecar"));
    }

    private static string Require(IConfiguration settings, string name, string reason) => settings[name] is { Length: > 0 } token
        ? token
        : throw new InvalidOperationException($"{name} is not set: {reason}. The sidecar is given the same; make one with: openssl rand -hex 20");

    private static Task HideAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool IsExpected(HttpContext context, byte[] expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers["dapr-api-token"].ToString()), expected);
}
