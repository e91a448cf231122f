using TicketBooking.Platform;
using TicketBooking.Seats.Availability;
using TicketBooking.Seats.Features;
using TicketBooking.Seats.Generation;
using TicketBooking.Seats.Live;
using TicketBooking.Seats.Statistics;
using TicketBooking.Seats.Subscriptions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly, args);
builder.AddOutbox("tbl_seat_outbox");
builder.AddMessages();
builder.AddGeneration();
builder.AddLive();
builder.AddAvailability();
builder.AddStatistics();
builder.Services.AddValidation();

var app = builder.Build();
var republish = Republishing.NewCommand(app.Services.GetRequiredService<EventRepublication>().RunAsync);
if (await app.RunCommandAsync(args, republish) is { } exitCode)
{
    return exitCode;
}

app.UseServiceDefaults();
app.UseSidecarOnly();
app.MapApiDocument();
app.MapSeats();
app.MapInternal();
app.MapSubscriptions();
await app.RunAsync();
return 0;
