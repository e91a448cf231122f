using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Features;
using TicketBooking.EventCore.Features.Admin;
using TicketBooking.EventCore.Features.Quotas;
using TicketBooking.EventCore.Security;
using TicketBooking.EventCore.Subscriptions;
using TicketBooking.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly, args);
builder.AddOutbox("tbl_event_outbox");
builder.AddMessages();
builder.AddIdempotencyKeys();
builder.AddEventCoreContext();
builder.AddTokenIssuing();
builder.AddAdministration();
builder.AddQuotas();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new UtcTimeConverter()));
builder.Services.AddValidation();

var app = builder.Build();
if (await app.RunCommandAsync(
    args,
    new RotateKeysCommand(app.Services),
    new ReencryptKeysCommand(app.Services),
    new MintBuyersCommand(app.Services),
    Republishing.NewCommand(app.Services.GetRequiredService<EventRepublication>().RunAsync)) is { } exitCode)
{
    return exitCode;
}

app.UseServiceDefaults();
app.UseSidecarOnly();
app.MapApiDocument();
app.UseAuthentication();
app.UseAuthorization();
app.UseKnownFieldsOnly();
app.MapFeatures();
app.MapSubscriptions();
await app.RunAsync();
return 0;
