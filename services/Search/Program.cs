using TicketBooking.Platform;
using TicketBooking.Search.Engines;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly);
builder.AddEngine();
builder.Services.AddValidation();

var app = builder.Build();
if (await app.RunCommandAsync(args) is { } exitCode)
{
    return exitCode;
}

app.UseServiceDefaults();
app.UseSidecarOnly();
app.MapApiDocument();
await app.RunAsync();
return 0;
