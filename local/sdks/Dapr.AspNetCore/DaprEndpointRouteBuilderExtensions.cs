using System.Text.Json;
using System.Text.Json.Serialization;
using Dapr;
using Dapr.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Tells the sidecar what this application subscribes to.</summary>
public static class DaprEndpointRouteBuilderExtensions
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Maps <c>GET /dapr/subscribe</c>, which the sidecar reads once the application listens.</summary>
    public static IEndpointConventionBuilder MapSubscribeHandler(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapSubscribeHandler(new SubscribeOptions());

    /// <summary>As above, with options for every subscription.</summary>
    public static IEndpointConventionBuilder MapSubscribeHandler(this IEndpointRouteBuilder endpoints, SubscribeOptions options) =>
        endpoints.MapGet("dapr/subscribe", async (HttpContext context) =>
        {
            var source = context.RequestServices.GetRequiredService<EndpointDataSource>();
            var subscriptions = Subscription.From(source.Endpoints.OfType<RouteEndpoint>(), options.EnableRawPayload);
            await context.Response.WriteAsync(JsonSerializer.Serialize(subscriptions, Json), context.RequestAborted);
        });
}
