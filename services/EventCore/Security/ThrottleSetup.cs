using Npgsql;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Security;

internal static class ThrottleSetup
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);
    private static readonly TimeSpan KnownAge = TimeSpan.FromDays(90);

    public static void AddLoginThrottle(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ThrottleOptions>().BindConfiguration(ThrottleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LoginThrottle>();
        builder.Services.AddHourlyPruning(AttemptTable.Name, (services, cancellationToken) =>
            AttemptTable.PruneAsync(services.GetRequiredService<NpgsqlDataSource>(), Age, KnownAge, cancellationToken));
    }
}
