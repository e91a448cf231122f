using Dapr.Workflow;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Activity: records that the provider has the money, after asking it. A signature proves who sent a webhook, and not what is true now.
/// </summary>
internal sealed class ConfirmBooking(PaymentSettlement settlement) : WorkflowActivity<Guid, string>
{
    /// <summary>The result when the provider does not have it; else the result is the booking's status.</summary>
    public const string NotPaid = "NOT_PAID";

    public override async Task<string> RunAsync(WorkflowActivityContext context, Guid input) =>
        (await settlement.ConfirmAsync(input, byWorkflow: true, CancellationToken.None))?.Code() ?? NotPaid;
}
