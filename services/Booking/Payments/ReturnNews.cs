using Npgsql;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Applies webhooks about refunds and disputes. Such a webhook says only where to look: the provider is asked where the money is, so their
/// order and number do not matter.
/// </summary>
internal sealed class ReturnNews(NpgsqlDataSource database, PaymentIntents intents, PaymentSettlement settlement, Refunds refunds)
{
    /// <summary>Returns the intent whose money may have gone back; null when it is about something else.</summary>
    public static string? IntentOf(Event news) => (news.Type, news.Data?.Object) switch
    {
        (EventTypes.RefundUpdated or EventTypes.RefundFailed or EventTypes.ChargeRefundUpdated, Refund refund) => refund.PaymentIntentId,
        (EventTypes.ChargeRefunded, Charge charge) => charge.PaymentIntentId,
        (EventTypes.ChargeDisputeCreated
            or EventTypes.ChargeDisputeUpdated
            or EventTypes.ChargeDisputeFundsWithdrawn
            or EventTypes.ChargeDisputeFundsReinstated
            or EventTypes.ChargeDisputeClosed, Dispute dispute) => dispute.PaymentIntentId,
        _ => null,
    };

    /// <returns>The webhook's outcome, one of <see cref="WebhookInbox"/>'s.</returns>
    public async Task<string> ApplyAsync(Event news, string intentId, CancellationToken cancellationToken)
    {
        var attempt = await PaymentAttempts.FindByIntentAsync(database, intentId, cancellationToken)
            ?? await intents.FindAttemptAsync(intentId, cancellationToken);
        if (attempt is null)
        {
            return WebhookInbox.Ignored;
        }

        if (IsKnown(attempt, news))
        {
            return WebhookInbox.Delivered;
        }

        // The webhook of the payment may come after that of its refund.
        if (!BookingAutomaton.HasReceivedMoney(attempt.Outcome) && await settlement.ConfirmAsync(attempt.Id, byWorkflow: false, cancellationToken) is null)
        {
            return WebhookInbox.Ignored;
        }

        await refunds.AskAsync(attempt.Id, cancellationToken);
        return WebhookInbox.Applied;
    }

    /// <summary>Whether it tells of a refund of money that has gone back already. Spares a question after each refund that is made.</summary>
    private static bool IsKnown(AttemptRow attempt, Event news) =>
        attempt.Outcome == AttemptOutcome.Refunded && attempt.Refund.ReturnedMinor == attempt.AmountMinor
        && (news.Data.Object is Charge || news.Data.Object is Refund { Status: not (RefundStatuses.Failed or RefundStatuses.Canceled) });
}
