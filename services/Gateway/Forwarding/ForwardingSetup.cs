namespace TicketBooking.Gateway.Forwarding;

internal static class ForwardingSetup
{
    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ForwardingOptions>()
            .BindConfiguration(ForwardingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<Sidecar>();
        builder.Services.AddSingleton<Forwarder>();
    }
}
