using System.Text.Json.Serialization;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TicketBooking.Platform;

/// <summary>Sets up what all services share. Program.cs calls these two, then adds its own.</summary>
public static class ServiceDefaults
{
    /// <summary>What a sidecar reads (dapr.yaml): an address that the gateway has let through is not too long for a service.</summary>
    private const int MaxRequestLine = 16 << 10;

    /// <summary>
    /// Adds: the listening address, JSON, problem details, the API document, the clock, logs, telemetry, health, correlation ids and a
    /// <see cref="DaprClient"/> for this app's sidecar.
    /// </summary>
    /// <exception cref="InvalidOperationException">When <c>APP_PORT</c> is set and is no port.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
            kestrel.AddServerHeader = false;
        });
        builder.ListenOnAppPort();
        builder.AddLineLogging();
        builder.AddTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<JsonOptions>(json =>
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        builder.Services.AddProblems();
        builder.Services.AddApiDocument();
        builder.Services.AddDaprClient();
        builder.Services.AddHealthChecks().AddCheck<SidecarHealth>("sidecar", timeout: SidecarHealth.Timeout);
        return builder;
    }

    /// <summary>Puts the shared middleware in order and maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseHeadRequests();
        app.UseCorrelationId();
        app.UseProblems();
        app.UseWellFormedQueries();
        app.UseRequestQueues();
        app.MapHealth();
        return app;
    }

    /// <summary>
    /// dapr run and the launcher set APP_PORT; in a container it is absent and ASPNETCORE_HTTP_PORTS decides.
    /// Loopback only: on one machine, only the sidecar calls a service.
    /// </summary>
    private static void ListenOnAppPort(this WebApplicationBuilder builder)
    {
        var port = builder.Configuration["APP_PORT"];
        if (string.IsNullOrEmpty(port))
        {
            return;
        }

        if (!ushort.TryParse(port, out var number))
        {
            throw new InvalidOperationException($"APP_PORT is '{port}'; it must be a port number.");
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(number));
    }
}
