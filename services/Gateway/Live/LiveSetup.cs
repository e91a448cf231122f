using Dapr.Client;
using Microsoft.Extensions.Options;
using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

internal static class LiveSetup
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<ListenerLimits>();
        services.AddSingleton(provider => new SeatFeedReader(
            provider.GetRequiredService<DaprClient>().CreateInvokableHttpClient(AppIds.Seats), provider.GetRequiredService<IOptions<LiveOptions>>()));
        services.AddSingleton<Func<Guid, EventStreamUpdater>>(provider => eventId => new EventStreamUpdater(
            eventId,
            provider.GetRequiredService<SeatFeedReader>(),
            provider.GetRequiredService<IOptions<LiveOptions>>().Value,
            provider.GetRequiredService<LiveMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventStreamUpdater>>()));
        services.AddSingleton<EventStreamRegistry>();
        services.AddSingleton<SliceWriter>();
        services.AddSingleton<StreamSeats>();
    }
}
