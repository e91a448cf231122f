namespace TicketBooking.Gateway.Forwarding;

internal static class ForwardingSetup
{
    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ForwardingOptions>()
            .BindConfiguration(ForwardingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Sidecar>();
        builder.Services.AddSingleton<Forwarder>();
        // YARP would log the address of every request, whatever its query says, and each failure a second time.
        builder.Logging.AddFilter("Yarp.ReverseProxy", LogLevel.None);
    }
}
