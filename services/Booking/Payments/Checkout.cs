using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>Opens an attempt for payment: asks for the intent. The attempt's workflow starts by itself, with the first news or at the end.</summary>
internal sealed partial class Checkout(
    PaymentWorkflowClient workflows, PaymentIntents intents, PaymentSettlement settlement, WorkflowStartSignal signal, ILogger<Checkout> logger)
{
    /// <summary>Returns the intent to pay, or a refusal; then an attempt that this request began is ended.</summary>
    /// <param name="attempt">The open attempt.</param>
    /// <param name="mayAbandon">Whether this request began it, and so gives it up when the provider cannot be reached.</param>
    /// <param name="keepHold">Whether the seats stay held then.</param>
    /// <param name="cancellationToken">Cancels what has not been done; the sweeper finishes what has.</param>
    public async Task<CheckoutResult> OpenAsync(
        AttemptRow attempt, bool mayAbandon, bool keepHold, CancellationToken cancellationToken)
    {
        signal.PaymentBegun(attempt.BookingEndsAt);
        try
        {
            var (intent, outcome, booking) = await intents.OfferAsync(attempt, cancellationToken);
            return outcome switch
            {
                AttemptOutcome.Expired or AttemptOutcome.Failed => BookingProblems.HoldExpired(),
                AttemptOutcome.Cancelled => BookingProblems.BookingCancelled(),
                AttemptOutcome.Abandoned => BookingProblems.ProviderUnavailable(),
                _ => CheckoutResult.Opened(intent, booking),
            };
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, cancellationToken))
        {
            LogProviderFailed(exception, attempt.Id);
            if (mayAbandon)
            {
                await AbandonAsync(attempt, keepHold);
            }

            return exception is StripeException refusal && StripePayments.IsRefusal(refusal)
                ? BookingProblems.AmountNotPayable(refusal.StripeError.Code)
                : BookingProblems.ProviderUnavailable();
        }
    }

    /// <summary>
    /// Gives the attempt up, even when the client has disconnected. The workflow then cancels an intent that exists nevertheless. An attempt
    /// that another request has answered with an intent is not given up.
    /// </summary>
    private async Task AbandonAsync(AttemptRow attempt, bool keepHold)
    {
        if (await settlement.AbandonAsync(attempt.Id, keepHold, CancellationToken.None))
        {
            await workflows.TryStartAsync(attempt, PaymentNews.Abandoned, CancellationToken.None);
        }
    }

    [LoggerMessage(3021, LogLevel.Error, "The payment provider gave no intent for attempt {AttemptId}.")]
    private partial void LogProviderFailed(Exception exception, Guid attemptId);
}
