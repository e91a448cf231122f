using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

internal static class ReconciliationSetup
{
    public static void AddReconciliation(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddServiceClient<SeatStates>(AppIds.Seats);
        services.AddSingleton<SeatComparison>();
        services.AddSingleton<BookingComparison>();
        services.AddSingleton<WorkflowComparison>();
        services.AddSingleton<ProviderComparison>();
        services.AddSingleton<BookingRepairs>();
        services.AddSingleton<Reconciler>();
    }
}
