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
    private const int MostAttemptsByWorkflow = 3;

    public async Task DeliverAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        if (KindOf(webhook.Type) is not { } kind)
        {
            // One about an intent itself, as that it was made, tells of no money.
            await (webhook.Attempt is null ? DeliverReturnAsync(webhook, cancellationToken) : IgnoreAsync(webhook, cancellationToken));
        }
        else if ((webhook.Attempt ?? await FindAttemptAsync(webhook, cancellationToken)) is { } attempt)
        {
            var news = new PaymentResult(webhook.EventId, kind);
            await (kind == PaymentNews.Succeeded
                ? DeliverMoneyAsync(webhook, attempt, news, cancellationToken)
                : DeliverOtherAsync(webhook, attempt, news, cancellationToken));
        }
        else
        {
            await IgnoreAsync(webhook, cancellationToken);
        }
    }

    private async Task DeliverReturnAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        var news = EventUtility.ParseEvent(webhook.Payload, throwOnApiVersionMismatch: false);
        if (ReturnNews.IntentOf(news) is { } intentId)
        {
            await FinishAsync(webhook, await returns.ApplyAsync(news, intentId, cancellationToken), cancellationToken);
        }
        else
        {
            await IgnoreAsync(webhook, cancellationToken);
        }
    }

    private async Task<AttemptRow?> FindAttemptAsync(StoredWebhook webhook, CancellationToken cancellationToken) =>
        EventUtility.ParseEvent(webhook.Payload, throwOnApiVersionMismatch: false).Data?.Object is PaymentIntent intent
            ? await intents.FindAttemptAsync(intent, cancellationToken)
            : null;

    private Task IgnoreAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        LogIgnored(webhook.EventId, webhook.Type);
        return FinishAsync(webhook, WebhookInbox.Ignored, cancellationToken);
    }

    private static PaymentNews? KindOf(string type) => type switch
    {
        EventTypes.PaymentIntentSucceeded => PaymentNews.Succeeded,
        EventTypes.PaymentIntentPaymentFailed => PaymentNews.Declined,
        EventTypes.PaymentIntentCanceled => PaymentNews.Canceled,
        EventTypes.PaymentIntentProcessing => PaymentNews.Processing,
        _ => null,
    };

    /// <summary>
    /// Starts the workflow with it, which finishes the webhook when the money is recorded. Repeats until then, after the lease: a workflow
    /// that was told may end without having read it.
    /// </summary>
    private async Task DeliverMoneyAsync(
        StoredWebhook webhook, AttemptRow attempt, PaymentResult news, CancellationToken cancellationToken)
    {
        if (BookingAutomaton.HasReceivedMoney(attempt.Outcome))
        {
            await FinishAsync(webhook, WebhookInbox.Delivered, cancellationToken);
        }
        else if (webhook.Attempts == 1 && attempt is { IsScheduled: false, Outcome: AttemptOutcome.Open })
        {
            await workflows.StartWithMoneyAsync(attempt, news, cancellationToken);
        }
        else if (webhook.Attempts > MostAttemptsByWorkflow || !await workflows.TellAsync(attempt, news, cancellationToken))
        {
            await ApplyMoneyAsync(webhook, attempt, cancellationToken);
        }
    }

    private async Task ApplyMoneyAsync(StoredWebhook webhook, AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (await settlement.ConfirmAsync(attempt.Id, byWorkflow: false, cancellationToken) is null)
        {
            LogNotPaid(webhook.EventId, attempt.Id);
            await FinishAsync(webhook, WebhookInbox.Ignored, cancellationToken);
        }
        else
        {
            await FinishAsync(webhook, WebhookInbox.Applied, cancellationToken);
        }
    }

    /// <summary>Ignores it when the workflow has ended: at the end of the time to pay the provider is asked anyway.</summary>
    private async Task DeliverOtherAsync(
        StoredWebhook webhook, AttemptRow attempt, PaymentResult news, CancellationToken cancellationToken)
    {
        var told = await workflows.TellAsync(attempt, news, cancellationToken);
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
