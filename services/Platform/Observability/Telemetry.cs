using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TicketBooking.Platform;

/// <summary>
/// Exports traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and else listens to nothing. This project's sources
/// and meters are named <c>TicketBooking.*</c>. Metrics go out every 15 s, or as <c>OTEL_METRIC_EXPORT_INTERVAL</c> says.
/// </summary>
internal static class Telemetry
{
    private const string Own = "TicketBooking.*";
    private const string Interval = "OTEL_METRIC_EXPORT_INTERVAL";

    /// <summary>Milliseconds. OpenTelemetry's own, a minute, is too long for rates and alerts of the next minute.</summary>
    private const string DefaultInterval = "15000";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Configuration[Interval] ??= DefaultInterval;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["APP_ID"] ?? builder.Environment.ApplicationName))
            .WithTracing(traces => traces
                .AddSource(Own, "Dapr.Workflow")
                .AddAspNetCoreInstrumentation(http => http.Filter = IsNoHealthCheck)
                .AddHttpClientInstrumentation()
                .AddNpgsql())
            .WithMetrics(metrics => metrics
                .AddMeter(Own)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>A probe comes every few seconds. What it asks of the database and the sidecar is left out with it.</summary>
    private static bool IsNoHealthCheck(HttpContext context) => !context.Request.Path.StartsWithSegments(Health.Path);
}
