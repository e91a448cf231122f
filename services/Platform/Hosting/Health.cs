using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TicketBooking.Platform;

internal static class Health
{
    public static readonly PathString Path = "/health";

    /// <summary>Live: the process answers. Ready: its own database and sidecar answer too, listed by name.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(Path + "/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks(Path + "/ready", new HealthCheckOptions { ResponseWriter = WriteByName }).AllowAnonymous().DisableRateLimiting();
    }

    private static Task WriteByName(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
            },
            context.RequestAborted);
}

/// <summary>Asks <c>/v1.0/healthz/outbound</c>, which does not wait for this app and so cannot deadlock at start.</summary>
internal sealed class SidecarHealth(DaprClient dapr) : IHealthCheck
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await dapr.CheckOutboundHealthAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The sidecar does not answer.");
}
