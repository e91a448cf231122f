using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>Asks the provider about an attempt at once, without waiting for its webhook.</summary>
internal sealed partial class PaymentCheck(
    StripePayments stripe, PaymentLedger ledger, PaymentSettlement settlement, PaymentWorkflowClient workflows, ILogger<PaymentCheck> logger)
{
    /// <summary>Null when the attempt's money is there and has its place, else the answer to the buyer.</summary>
    public async Task<ProblemHttpResult?> WhyNotPaidAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (BookingAutomaton.HasReceivedMoney(attempt.Outcome))
        {
            return null;
        }

        try
        {
            var intent = await stripe.GetAsync(attempt.IntentId!, cancellationToken);
            if (intent.Status != IntentStatuses.Succeeded)
            {
                return BookingProblems.PaymentRequired(intent.Status);
            }

            await settlement.MoneyArrivedAsync(attempt.Id, cancellationToken);
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, cancellationToken))
        {
            LogProviderFailed(exception, attempt.Id);
            return await HasItsPlaceAsync(attempt.Id, cancellationToken) ? null : BookingProblems.ProviderSilent();
        }

        await workflows.TryTellAsync(attempt.Id, new PaymentResult("", PaymentNews.Succeeded), cancellationToken);
        return null;
    }

    /// <summary>The provider may have failed at the refund only: the money has its place then, and the sweeper gives it back.</summary>
    private async Task<bool> HasItsPlaceAsync(Guid attemptId, CancellationToken cancellationToken) =>
        BookingAutomaton.HasReceivedMoney((await ledger.FindAsync(attemptId, cancellationToken)).Outcome);

    [LoggerMessage(3023, LogLevel.Warning, "The payment provider did not answer about attempt {AttemptId}.")]
    private partial void LogProviderFailed(Exception exception, Guid attemptId);
}
