namespace TicketBooking.Seats.Availability;

internal static class AvailabilitySetup
{
    public static void AddAvailability(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<AvailabilityMessages>();
        builder.Services.AddSingleton<EventRepublication>();
    }
}
