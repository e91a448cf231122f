using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Unwraps CloudEvents.</summary>
public static class DaprApplicationBuilderExtensions
{
    /// <summary>
    /// Requests of content type <c>application/cloudevents+json</c> reach endpoints with the event's data as their body and its
    /// content type as theirs. Not for topics whose messages are not CloudEvents: their content type lies.
    /// </summary>
    public static IApplicationBuilder UseCloudEvents(this IApplicationBuilder builder) =>
        builder.UseMiddleware<CloudEventsMiddleware>();
}
