using TicketBooking.Contracts;
using TicketBooking.Gateway;
using TicketBooking.Gateway.Docs;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Gateway.Limits;
using TicketBooking.Gateway.Live;
using TicketBooking.Gateway.Security;
using TicketBooking.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokenAuthentication(AppIds.EventCore);
builder.AddEdge();
builder.AddLimits();
builder.AddForwarding();
builder.AddLive();
builder.AddDocs();

var app = builder.Build();
if (await app.RunCommandAsync(args) is { } exitCode)
{
    return exitCode;
}

app.UseMiddleware<SecurityHeaders>();
app.UseServiceDefaults();
app.UseEdge();
app.UseAuthentication();
app.UseMiddleware<RateLimiting>();
app.UsePreflights();
app.UseMiddleware<BodyTypes>();
app.UseAuthorization();
app.UseMiddleware<BodyReading>();
app.UseMiddleware<LaneShares>();
app.MapPublicRoutes();
app.MapDocs();
app.MapLive();
app.MapMessages();
await app.RunAsync();
return 0;
