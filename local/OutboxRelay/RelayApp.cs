using TicketBooking.OutboxRelay.Publishing;

namespace TicketBooking.OutboxRelay;

/// <summary>Puts the relay together; tests start it with their own settings as arguments.</summary>
internal static class RelayApp
{
    public static IHost Create(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddOptions<RelayOptions>()
            .BindConfiguration("Relay")
            .Configure(options => options.ApiToken = builder.Configuration["DAPR_API_TOKEN"])
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SidecarClient>();
        builder.Services.AddHostedService<RelayService>();
        return builder.Build();
    }
}
