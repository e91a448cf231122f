using TicketBooking.Platform;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Features;
using TicketBooking.Search.Rebuild;
using TicketBooking.Search.Subscriptions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly, args);
builder.AddMessages();
builder.AddEngine();
builder.AddRebuild();
builder.AddFeatures();

var app = builder.Build();
if (await app.RunCommandAsync(args, new RebuildCommand(app.Services), new CompareIndexCommand(app.Services)) is { } exitCode)
{
    return exitCode;
}

app.UseServiceDefaults();
app.UseSidecarOnly();
app.MapApiDocument();
app.MapSearch();
app.MapSubscriptions();
await app.RunAsync();
return 0;
