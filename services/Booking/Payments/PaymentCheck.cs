using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>Asks the provider about an attempt at once, without waiting for its webhook.</summary>
internal sealed partial class PaymentCheck(
    StripePayments stripe, PaymentLedger ledger, PaymentSettlement settlement, PaymentWorkflowClient workflows, ILogger<PaymentCheck> logger)
{
    /// <summary>Returns null when the attempt's money is there and recorded, else the answer to the buyer.</summary>
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
            return await IsRecordedAsync(attempt.Id, cancellationToken) ? null : BookingProblems.ProviderSilent();
        }

        await workflows.TryTellAsync(attempt.Id, PaymentNews.Succeeded, cancellationToken);
        return null;
    }

    /// <summary>Whether the provider failed at the refund only: then the money is recorded, and the sweeper refunds it.</summary>
    private async Task<bool> IsRecordedAsync(Guid attemptId, CancellationToken cancellationToken) =>
        BookingAutomaton.HasReceivedMoney((await ledger.FindAsync(attemptId, cancellationToken)).Outcome);

    [LoggerMessage(3023, LogLevel.Warning, "The payment provider did not answer about attempt {AttemptId}.")]
    private partial void LogProviderFailed(Exception exception, Guid attemptId);
}
