using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>Adds a service's outbox.</summary>
public static class OutboxSetup
{
    private const int DefaultRetentionHours = 72;

    /// <summary>
    /// Adds <see cref="Outbox"/>, the job that prunes it hourly (<c>Outbox:RetentionHours</c>, default 72), and the gauges that show whether it is read.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="table">Its outbox table.</param>
    public static WebApplicationBuilder AddOutbox(this WebApplicationBuilder builder, string table)
    {
        var age = TimeSpan.FromHours(builder.Configuration.GetValue("Outbox:RetentionHours", DefaultRetentionHours));
        var outbox = new Outbox(table);
        builder.Services.AddSingleton(outbox);
        builder.Services.AddHourlyPruning(table, (services, cancellationToken) =>
            outbox.PruneAsync(services.GetRequiredService<NpgsqlDataSource>(), age, cancellationToken));
        builder.Services.AddHostedService<OutboxSlotGauges>();
        return builder;
    }
}
