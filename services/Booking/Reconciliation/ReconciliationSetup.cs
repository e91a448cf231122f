using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

internal static class ReconciliationSetup
{
    public static void AddReconciliation(this WebApplicationBuilder builder)
    {
        builder.Services.AddReconciler();
        builder.AddServiceClient<SeatStates>(AppIds.Seats);
        builder.Services.AddSingleton<SeatComparison>();
        builder.Services.AddHostedService<OverdueGauge>();
    }

    public static void AddReconciler(this IServiceCollection services)
    {
        services.AddSingleton<BookingComparison>();
        services.AddSingleton<WorkflowComparison>();
        services.AddSingleton<ProviderComparison>();
        services.AddSingleton<BookingRepairs>();
        services.AddSingleton<Reconciler>();
    }
}
