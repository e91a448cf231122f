using TicketBooking.Platform;
using TicketBooking.Seats.Availability;
using TicketBooking.Seats.Features;
using TicketBooking.Seats.Live;
using TicketBooking.Seats.Statistics;
using TicketBooking.Seats.Subscriptions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly);
builder.AddOutbox("tbl_seat_outbox");
builder.AddLive();
builder.AddAvailability();
builder.AddStatistics();
builder.Services.AddValidation();

var app = builder.Build();
app.UseServiceDefaults();
app.UseSidecarOnly();
app.MapApiDocument();
app.MapSeats();
app.MapInternal();
app.MapMessages();
app.MapSubscribeHandler();
app.Run();
