using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>Adds a service's own database.</summary>
public static class DatabaseSetup
{
    /// <summary>
    /// Adds an <see cref="NpgsqlDataSource"/> for <c>ConnectionStrings:Database</c>, its health check, and the migrator that brings the
    /// schema up to date before the service listens.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="migrations">Assembly that embeds <c>Data/Migrations/NNNN_name.sql</c>.</param>
    /// <param name="args">Of the process: an operator's command has no limits of time (<see cref="ConnectionLimits.OfCommands"/>).</param>
    /// <exception cref="InvalidOperationException">The connection string is not set.</exception>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder, Assembly migrations, params string[] args)
    {
        var connectionString = builder.Configuration.GetConnectionString("Database")
            ?? throw new InvalidOperationException("ConnectionStrings:Database is not set.");
        var part = builder.Configuration["APP_ID"] ?? builder.Environment.ApplicationName;
        var limits = Commands.IsCommand(args) ? ConnectionLimits.OfCommands : ConnectionLimits.OfServices;
        builder.Services.AddSingleton(services => Databases.Open(connectionString, part, services.GetRequiredService<ILoggerFactory>(), limits));
        builder.AddRequestQueues();
        builder.Services.AddSingleton(services => new Migrator(
            services.GetRequiredService<NpgsqlDataSource>(), Migration.EmbeddedIn(migrations), services.GetRequiredService<ILogger<Migrator>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Migrator>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(3));
        return builder;
    }

    private sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await database.Command("SELECT 1").RunAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
