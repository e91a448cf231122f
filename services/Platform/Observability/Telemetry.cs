using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TicketBooking.Platform;

/// <summary>
/// Exports traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. The framework's own sources are used; this
/// project's are named <c>TicketBooking.*</c>.
/// </summary>
internal static class Telemetry
{
    /// <summary>Without an exporter nobody would listen, and a message would not carry on the trace of the request that caused it.</summary>
    private static readonly ActivityListener PassTraceOn = new()
    {
        ShouldListenTo = source => source.Name.StartsWith("TicketBooking.", StringComparison.Ordinal),
        Sample = static (ref _) => ActivitySamplingResult.PropagationData,
    };

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        ActivitySource.AddActivityListener(PassTraceOn);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        var name = builder.Configuration["APP_ID"] ?? builder.Environment.ApplicationName;
        builder.Services.AddHostedService(_ => new TelemetryExport(ResourceBuilder.CreateDefault().AddService(name)));
    }
}

internal sealed class TelemetryExport(ResourceBuilder resource) : IHostedService, IDisposable
{
    private readonly TracerProvider _traces = Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(resource)
        .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "TicketBooking.*")
        .AddOtlpExporter()
        .Build();

    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(resource)
        .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql", "TicketBooking.*")
        .AddOtlpExporter()
        .Build();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
