namespace TicketBooking.Booking.Reconciliation;

internal static class ReconciliationSetup
{
    public static void AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<BookingComparison>();
        services.AddSingleton<WorkflowComparison>();
        services.AddSingleton<ProviderComparison>();
        services.AddSingleton<BookingRepairs>();
        services.AddSingleton<Reconciler>();
    }
}
