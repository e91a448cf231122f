using TicketBooking.Sidecar;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
using var logging = LoggerFactory.Create(builder => builder.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole());
await using var sidecars = await SidecarHost.StartAsync(SidecarOptions.From(configuration, logging));
foreach (var sidecar in sidecars.Sidecars)
{
    Console.WriteLine($"Sidecar of {sidecar.AppId} listens: HTTP {sidecar.HttpPort}, gRPC {sidecar.GrpcPort}");
}

await sidecars.UntilStoppingAsync();
