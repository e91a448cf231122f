using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Payments;

internal static class PaymentsSetup
{
    /// <summary>The provider repeats an event for days; a repeated one must be recognised.</summary>
    private static readonly TimeSpan KeepWebhook = TimeSpan.FromDays(35);

    public static void AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IStripeClient>(provider => ClientOf(provider.GetRequiredService<IOptions<StripeOptions>>().Value));
        services.AddSingleton<StripePayments>();
        services.AddSingleton<PaymentIntents>();
        services.AddSingleton<PaymentLedger>();
        services.AddSingleton<PaymentSettlement>();
        services.AddRefunds();
        services.AddSingleton<PaymentStart>();
        services.AddSingleton<Checkout>();
        services.AddSingleton<PaymentCheck>();
        services.AddSingleton<Cancellations>();
        // The SDK's source generator registers every workflow and activity of this assembly.
        services.AddDaprWorkflow();
        services.AddSingleton<PaymentWorkflowClient>();
        services.AddSingleton<WorkflowStartSignal>();
        services.AddHostedService<WorkflowStarter>();
        services.AddWebhooks();
        services.AddSingleton<SweepSteps>();
        services.AddHostedService<PaymentSweeper>();
        services.AddHostedService<BannedBuyers>();
    }

    private static void AddRefunds(this IServiceCollection services)
    {
        services.AddSingleton<StripeRefunds>();
        services.AddSingleton<RefundLedger>();
        services.AddSingleton<RefundSignal>();
        services.AddSingleton<Refunds>();
        services.AddSingleton<DueRefunds>();
        services.AddHostedService<RefundDispatcher>();
    }

    private static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<ReturnNews>();
        services.AddSingleton<WebhookDelivery>();
        services.AddHostedService<WebhookDispatcher>();
        services.AddHourlyPruning(WebhookInbox.Name, (provider, cancellationToken) =>
            WebhookInbox.PruneAsync(provider.GetRequiredService<NpgsqlDataSource>(), KeepWebhook, cancellationToken));
    }

    private static StripeClient ClientOf(StripeOptions options) => new(
        options.SecretKey,
        // Telemetry would write a file into the home directory.
        httpClient: new SystemNetHttpClient(new HttpClient { Timeout = options.Timeout }, enableTelemetry: false),
        apiBase: options.ApiBase);
}
