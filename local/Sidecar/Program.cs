using TicketBooking.Sidecar;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
using var logging = LoggerFactory.Create(builder => builder.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole());
await using var sidecars = await SidecarHost.StartAsync(SidecarOptions.From(configuration, logging));
await sidecars.UntilStoppingAsync();
