using Dapr;
using Dapr.Client;
using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Npgsql;
using Stripe;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Jobs;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Sale;
using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking;

/// <summary>What this service is made of.</summary>
internal static class BookingSetup
{
    /// <summary>The provider repeats an event for days; an old one must not be new again.</summary>
    private static readonly TimeSpan KeepWebhook = TimeSpan.FromDays(35);

    public static void AddBooking(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BookingMetrics>();
        builder.Services.AddSingleton<BookingChanges>();
        builder.AddSale();
        builder.Services.AddPayments();
        builder.Services.AddJobs();
        builder.Services.AddReconciliation();
    }

    private static void AddSale(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeatLocks>();
        builder.Services.AddSingleton(_ => new SeatCatalogues(
            DaprClient.CreateInvokeHttpClient(
                AppIds.Seats, DaprDefaults.GetDefaultHttpEndpoint(builder.Configuration), builder.Configuration["DAPR_API_TOKEN"])));
        builder.Services.AddSingleton<SeatTaker>();
        builder.Services.AddSingleton<SeatSale>();
        builder.Services.AddSingleton<EndedHolds>();
    }

    private static void AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IStripeClient>(provider => ClientOf(provider.GetRequiredService<IOptions<StripeOptions>>().Value));
        services.AddSingleton<StripePayments>();
        services.AddSingleton<PaymentIntents>();
        services.AddSingleton<PaymentLedger>();
        services.AddSingleton<PaymentSettlement>();
        services.AddSingleton<Refunds>();
        services.AddSingleton<PaymentStart>();
        services.AddSingleton<Checkout>();
        services.AddSingleton<PaymentCheck>();
        services.AddSingleton<Cancellations>();
        services.AddSingleton<PaymentWorkflows>();
        services.AddSingleton<EventCancellations>();
        // The SDK's source generator registers every workflow and activity of this assembly.
        services.AddDaprWorkflow();
    }

    private static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<HoldExpirySignal>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<WebhookDelivery>();
        services.AddHostedService<HoldExpiry>();
        services.AddHostedService<WebhookDispatcher>();
        services.AddSingleton<SweepSteps>();
        services.AddHostedService<PaymentSweeper>();
        services.AddHourlyPruning(WebhookInbox.Name, (provider, cancellationToken) =>
            WebhookInbox.PruneAsync(provider.GetRequiredService<NpgsqlDataSource>(), KeepWebhook, cancellationToken));
        services.AddHostedService<EventCancellationStarter>();
    }

    private static void AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<BookingComparison>();
        services.AddSingleton<WorkflowComparison>();
        services.AddSingleton<ProviderComparison>();
        services.AddSingleton<BookingRepairs>();
        services.AddSingleton<Reconciler>();
    }

    private static StripeClient ClientOf(StripeOptions options) => new(
        options.SecretKey,
        // Telemetry would write a file into the home directory.
        httpClient: new SystemNetHttpClient(new HttpClient { Timeout = options.Timeout }, enableTelemetry: false),
        apiBase: options.ApiBase);
}
