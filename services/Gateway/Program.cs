using TicketBooking.Contracts;
using TicketBooking.Gateway;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Gateway.Security;
using TicketBooking.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokenAuthentication(AppIds.EventCore);
builder.AddEdge();
builder.AddForwarding();

var app = builder.Build();
app.UseServiceDefaults();
app.UseEdge();
app.UseAuthentication();
app.UseAuthorization();
app.MapPublicRoutes();
app.Run();
