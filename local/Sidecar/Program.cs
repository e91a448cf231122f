using TicketBooking.Sidecar.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<SidecarService>();
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
await builder.Build().RunAsync();
