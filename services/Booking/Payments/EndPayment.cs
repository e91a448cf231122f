using Dapr.Workflow;
using Npgsql;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Payments;

internal sealed record EndPaymentInput(Guid AttemptId, EndReason Reason, bool MayWait);

/// <param name="Ending">How it ended, if it did.</param>
/// <param name="Remaining">The time left when it is too early.</param>
internal sealed record EndPaymentResult(PaymentEnding Ending, TimeSpan Remaining = default);

/// <summary>Activity: ends an attempt so that it cannot be paid any more.</summary>
internal sealed class EndPayment(NpgsqlDataSource database, PaymentSettlement settlement) : WorkflowActivity<EndPaymentInput, EndPaymentResult>
{
    public override async Task<EndPaymentResult> RunAsync(WorkflowActivityContext context, EndPaymentInput input)
    {
        if (input.Reason == EndReason.TimeOver
            && await PaymentAttempts.RemainingAsync(database, input.AttemptId, CancellationToken.None) is var remaining
            && remaining > TimeSpan.Zero)
        {
            return new EndPaymentResult(PaymentEnding.TooEarly, remaining);
        }

        return new EndPaymentResult(await settlement.EndAsync(input.AttemptId, input.Reason, input.MayWait, CancellationToken.None));
    }
}
