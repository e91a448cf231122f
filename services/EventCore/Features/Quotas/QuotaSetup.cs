using Npgsql;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Quotas;

internal static class QuotaSetup
{
    public static void AddQuotas(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<QuotaOptions>().BindConfiguration(QuotaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CreationQuotas>();
        builder.Services.AddHourlyPruning(CreationTable.Name, (services, cancellationToken) =>
            CreationTable.PruneAsync(services.GetRequiredService<NpgsqlDataSource>(), cancellationToken));
    }
}
