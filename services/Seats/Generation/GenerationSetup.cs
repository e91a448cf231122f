namespace TicketBooking.Seats.Generation;

internal static class GenerationSetup
{
    public static void AddGeneration(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GenerationOptions>().BindConfiguration(GenerationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SeatGenerator>();
        builder.Services.AddSingleton<GenerationLanes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<GenerationLanes>());
        builder.Services.AddHostedService<GenerationGauges>();
    }
}
