using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Features.Bookings;
using TicketBooking.Booking.Features.Events;
using TicketBooking.Booking.Features.Holds;
using TicketBooking.Booking.Features.Webhooks;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Sales;
using TicketBooking.Booking.Subscriptions;
using TicketBooking.Contracts;
using TicketBooking.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase(typeof(Program).Assembly, args);
builder.AddOutbox("tbl_booking_outbox");
builder.AddMessages();
builder.AddIdempotencyKeys();
builder.AddTokenAuthentication(AppIds.EventCore);
builder.Services.AddValidation();
builder.Services.AddSingleton<BookingMetrics>();
builder.AddSales();
builder.Services.AddPayments();
builder.Services.AddEventCancellation();
builder.AddReconciliation();

var app = builder.Build();
if (await app.RunCommandAsync(
    args,
    new ReconcileCommand(app.Services),
    new CompareSeatsCommand(app.Services),
    new RefundsCommand(app.Services),
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
app.MapHolds();
app.MapBookings();
app.MapEvents();
app.MapWebhooks();
app.MapSubscriptions();
await app.RunAsync();
return 0;
