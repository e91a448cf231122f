using TicketBooking.Gateway;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddForwarding();

var app = builder.Build();
app.UseServiceDefaults();
app.MapPublicRoutes();
app.Run();
