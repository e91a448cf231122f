namespace TicketBooking.Booking.EventCancellation;

internal static class EventCancellationSetup
{
    public static void AddEventCancellation(this IServiceCollection services)
    {
        services.AddSingleton<EventCancellations>();
        services.AddHostedService<EventCancellationStarter>();
    }
}
