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
/// and meters are named <c>TicketBooking.*</c>.
/// </summary>
internal static class Telemetry
{
    private const string Own = "TicketBooking.*";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

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
