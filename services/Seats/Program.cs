using TicketBooking.Platform;
using TicketBooking.Seats.Features;
using TicketBooking.Seats.Live;
using TicketBooking.Seats.Subscriptions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly);
builder.AddOutbox("tbl_seat_outbox");
builder.AddMessages();
builder.AddLive();
builder.Services.AddValidation();

var app = builder.Build();
if (await app.RunCommandAsync(args) is { } exitCode)
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
