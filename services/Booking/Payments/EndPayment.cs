using Dapr.Workflow;

namespace TicketBooking.Booking.Payments;

internal sealed record EndPaymentInput(Guid AttemptId, EndReason Reason, bool MayWait);

/// <summary>Activity: nobody is to pay any more.</summary>
internal sealed class EndPayment(PaymentSettlement settlement) : WorkflowActivity<EndPaymentInput, PaymentEnding>
{
    public override Task<PaymentEnding> RunAsync(WorkflowActivityContext context, EndPaymentInput input) =>
        settlement.EndAsync(input.AttemptId, input.Reason, input.MayWait, CancellationToken.None);
}
