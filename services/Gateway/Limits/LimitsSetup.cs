using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

internal static class LimitsSetup
{
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>()
            .BindConfiguration(LimitOptions.Section)
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>();
        builder.Services.AddSingleton<IBucketStore, DaprBucketStore>();
        builder.Services.AddSingleton(services => new BucketTable(services.GetRequiredService<IOptions<LimitOptions>>().Value.MaxBuckets));
        builder.Services.AddSingleton<SharedBuckets>();
        builder.Services.AddSingleton<StoreOutage>();
        builder.Services.AddHostedService<StoreWarmUp>();
        builder.Services.AddSingleton<RateLimiter>();
        builder.Services.AddSingleton<LimitTable>();
        builder.Services.AddSingleton<ClientShares>();
        builder.Services.AddSingleton<NetworkTurns>();
        builder.Services.AddSingleton<Refusals>();
        builder.Services.AddSingleton<LimitMetrics>();
        builder.Services.AddSingleton<ConnectionShares>();
        builder.Services.AddSingleton<IConnectionListenerFactory, ConnectionListenerFactory>();
    }
}
