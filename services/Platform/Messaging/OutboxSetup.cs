using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>Adds a service's outbox.</summary>
public static class OutboxSetup
{
    private const int DefaultRetentionHours = 72;

    /// <summary>Adds <see cref="Outbox"/> and the job that prunes it hourly (<c>Outbox:RetentionHours</c>, default 72).</summary>
    /// <param name="builder">The service.</param>
    /// <param name="table">Its outbox table.</param>
    public static WebApplicationBuilder AddOutbox(this WebApplicationBuilder builder, string table)
    {
        var age = TimeSpan.FromHours(builder.Configuration.GetValue("Outbox:RetentionHours", DefaultRetentionHours));
        builder.Services.AddSingleton(new Outbox(table));
        builder.Services.AddHostedService(services => new OutboxPruner(
            services.GetRequiredService<Outbox>(),
            age,
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OutboxPruner>>()));
        return builder;
    }
}

internal sealed partial class OutboxPruner(
    Outbox outbox, TimeSpan age, NpgsqlDataSource database, TimeProvider clock, ILogger<OutboxPruner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                LogPruned(await outbox.PruneAsync(database, age, stoppingToken), outbox.Table);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception, outbox.Table);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(103, LogLevel.Debug, "Pruned {Count} rows of {Table}.")]
    private partial void LogPruned(int count, string table);

    [LoggerMessage(104, LogLevel.Warning, "Could not prune {Table}; trying again in an hour.")]
    private partial void LogFailed(Exception exception, string table);
}
