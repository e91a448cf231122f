using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Search.Rebuild;

internal static class RebuildSetup
{
    public static void AddRebuild(this WebApplicationBuilder builder)
    {
        builder.AddServiceClient<EventListing>(AppIds.EventCore);
        builder.AddServiceClient<AvailabilityListing>(AppIds.Seats);
        builder.Services.AddSingleton<TruthRebuild>();
        builder.Services.AddSingleton<IndexComparison>();
        builder.Services.AddHostedService<FirstRebuild>();
    }
}
