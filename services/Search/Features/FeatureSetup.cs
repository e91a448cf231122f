namespace TicketBooking.Search.Features;

internal static class FeatureSetup
{
    public static void AddFeatures(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<EngineFailureHandler>();
        builder.Services.AddValidation();
    }
}
