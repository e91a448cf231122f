using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Locks;

namespace TicketBooking.Booking.Sales;

internal static class SalesSetup
{
    public static void AddSales(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BuyerOptions>().BindConfiguration(BuyerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<SeatLockOptions>().BindConfiguration(SeatLockOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<EventRulesCache>();
        builder.Services.AddSingleton<EventSeatsCache>();
        builder.Services.AddSingleton<FreeSeatsCache>();
        builder.Services.AddSingleton<SeatLocks>();
        builder.Services.AddSingleton<BookingChanges>();
        builder.Services.AddSingleton<SeatTaker>();
        builder.Services.AddSingleton<BestSeatSale>();
        builder.Services.AddSingleton<SeatSale>();
        builder.Services.AddSingleton<EndedHolds>();
        builder.Services.AddSingleton<EventRepublication>();
        builder.Services.AddSingleton<HoldExpirySignal>();
        builder.Services.AddHostedService<HoldExpiry>();
    }
}
