using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>Describes a service's endpoints as an OpenAPI document; the gateway fetches and merges these.</summary>
public static class ApiDocument
{
    /// <summary>Name of the document.</summary>
    public const string Name = "v1";

    /// <summary>Where it is served.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>Serves it to every caller that may call the service.</summary>
    public static WebApplication MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app;
    }

    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name);
}
