namespace TicketBooking.Gateway.Forwarding;

internal static class ForwardingSetup
{
    /// <summary>What daprd reads of a request by default (<c>max-body-size</c>): a larger one is refused here, where it can be told why.</summary>
    private const long MaxBodyBytes = 4 << 20;

    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ForwardingOptions>()
            .BindConfiguration(ForwardingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<Sidecar>();
        builder.Services.AddSingleton<Forwarder>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
    }
}
