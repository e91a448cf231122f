using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>Applies one stored webhook: tells the workflow, or applies the automaton without it.</summary>
internal sealed partial class WebhookDelivery(
    NpgsqlDataSource database,
    PaymentWorkflowClient workflows,
    PaymentIntents intents,
    PaymentSettlement settlement,
    ReturnNews returns,
    BookingMetrics metrics,
    ILogger<WebhookDelivery> logger)
{
    /// <summary>Attempts after which money is recorded without the workflow.</summary>
    private const int MostAttemptsByWorkflow = 4;

    /// <summary>Returns the pause after so many attempts: 1, 2, 4… at most 60 seconds.</summary>
    public static TimeSpan PauseAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Clamp(attempts - 1, 0, 6)));

    public async Task DeliverAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        var news = EventUtility.ParseEvent(webhook.Payload, throwOnApiVersionMismatch: false);
        if (ReturnNews.IntentOf(news) is { } intentId)
        {
            await FinishAsync(webhook, await returns.ApplyAsync(news, intentId, cancellationToken), cancellationToken);
            return;
        }

        if (KindOf(webhook.Type) is not { } kind
            || news.Data?.Object is not PaymentIntent intent
            || await intents.FindAttemptAsync(intent, cancellationToken) is not { } attempt)
        {
            LogIgnored(webhook.EventId, webhook.Type);
            await FinishAsync(webhook, WebhookInbox.Ignored, cancellationToken);
            return;
        }

        var result = new PaymentResult(webhook.EventId, kind);
        await (kind == PaymentNews.Succeeded
            ? DeliverMoneyAsync(webhook, attempt, result, cancellationToken)
            : DeliverOtherAsync(webhook, attempt, result, cancellationToken));
    }

    private static PaymentNews? KindOf(string type) => type switch
    {
        EventTypes.PaymentIntentSucceeded => PaymentNews.Succeeded,
        EventTypes.PaymentIntentPaymentFailed => PaymentNews.Declined,
        EventTypes.PaymentIntentCanceled => PaymentNews.Canceled,
        EventTypes.PaymentIntentProcessing => PaymentNews.Processing,
        _ => null,
    };

    /// <summary>Repeats until the money is recorded: a workflow that was told may end without having read it.</summary>
    private async Task DeliverMoneyAsync(
        StoredWebhook webhook, AttemptRow attempt, PaymentResult result, CancellationToken cancellationToken)
    {
        if (BookingAutomaton.HasReceivedMoney(attempt.Outcome))
        {
            await FinishAsync(webhook, WebhookInbox.Delivered, cancellationToken);
        }
        else if (webhook.Attempts <= MostAttemptsByWorkflow && await workflows.TellAsync(attempt.Id, result, cancellationToken))
        {
            await WebhookInbox.PostponeAsync(database, webhook.EventId, PauseAfter(webhook.Attempts), cancellationToken);
        }
        else if (await settlement.ConfirmAsync(attempt.Id, cancellationToken) is null)
        {
            LogNotPaid(webhook.EventId, attempt.Id);
            await FinishAsync(webhook, WebhookInbox.Ignored, cancellationToken);
        }
        else
        {
            await FinishAsync(webhook, WebhookInbox.Applied, cancellationToken);
        }
    }

    /// <summary>Ignores it without a workflow: at the end of the time to pay the provider is asked anyway.</summary>
    private async Task DeliverOtherAsync(
        StoredWebhook webhook, AttemptRow attempt, PaymentResult result, CancellationToken cancellationToken)
    {
        var told = await workflows.TellAsync(attempt.Id, result, cancellationToken);
        await FinishAsync(webhook, told ? WebhookInbox.Delivered : WebhookInbox.Ignored, cancellationToken);
    }

    private Task FinishAsync(StoredWebhook webhook, string outcome, CancellationToken cancellationToken)
    {
        metrics.Webhook(outcome);
        return WebhookInbox.FinishAsync(database, webhook.EventId, outcome, cancellationToken);
    }

    [LoggerMessage(3043, LogLevel.Warning, "Webhook {EventId} says that attempt {AttemptId} is paid, and the provider does not.")]
    private partial void LogNotPaid(string eventId, Guid attemptId);

    [LoggerMessage(3042, LogLevel.Debug, "Webhook {EventId} of type {Type} is about no payment of ours.")]
    private partial void LogIgnored(string eventId, string type);
}
