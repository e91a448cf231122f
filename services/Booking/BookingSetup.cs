using Dapr.Client;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Jobs;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sale;
using TicketBooking.Contracts;

namespace TicketBooking.Booking;

/// <summary>What this service is made of.</summary>
internal static class BookingSetup
{
    public static void AddBooking(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BookingMetrics>();
        services.AddSingleton<BookingChanges>();
        services.AddSingleton<SeatLocks>();
        services.AddSingleton(_ => new SeatCatalogues(
            DaprClient.CreateInvokeHttpClient(AppIds.Seats, daprApiToken: builder.Configuration["DAPR_API_TOKEN"])));
        services.AddSingleton<SeatTaker>();
        services.AddSingleton<SeatSale>();
        services.AddSingleton<EndedHolds>();
        services.AddSingleton<HoldExpirySignal>();
        services.AddHostedService<HoldExpiry>();
    }
}
