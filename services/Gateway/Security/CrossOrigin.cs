using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Security;

/// <summary>Lets pages of <see cref="EdgeOptions.AllowedOrigins"/> call the API. Without any, browsers are told nothing and refuse.</summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan PreflightLasts = TimeSpan.FromHours(1);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete];

    private static readonly string[] Sent =
    [
        HeaderNames.Authorization, HeaderNames.ContentType, "Idempotency-Key", HeaderNames.IfMatch, HeaderNames.IfNoneMatch, "Last-Event-ID", CorrelationId.Header,
    ];

    private static readonly string[] Read =
        [HeaderNames.ETag, HeaderNames.RetryAfter, "RateLimit", "RateLimit-Policy", CorrelationId.Header, HeaderNames.Location];

    public static void AddCrossOrigin(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<EdgeOptions>>(static (cors, edge) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. edge.Value.AllowedOrigins])
            .WithMethods(Methods)
            .WithHeaders(Sent)
            .WithExposedHeaders(Read)
            // The refresh cookie. The origins are named, so that no other page gets an answer to it.
            .AllowCredentials()
            .SetPreflightMaxAge(PreflightLasts)));
    }

    /// <summary>Adds the headers to every answer, also to refusals: without them a page cannot read why.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        if (HasOrigins(app))
        {
            app.UseWhen(static context => !IsPreflight(context.Request), static answers => answers.UseCors());
        }
    }

    /// <summary>Answers preflights, here and not in a service; call it where they have paid for it.</summary>
    public static void UsePreflights(this WebApplication app)
    {
        if (HasOrigins(app))
        {
            app.UseWhen(static context => IsPreflight(context.Request), static preflights => preflights.UseCors());
        }
    }

    private static bool HasOrigins(WebApplication app) => app.Services.GetRequiredService<IOptions<EdgeOptions>>().Value.AllowedOrigins.Count > 0;

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);
}
