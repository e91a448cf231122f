using Dapr.Workflow;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>Activity: records that the provider has the money.</summary>
internal sealed class ConfirmBooking(PaymentSettlement settlement) : WorkflowActivity<Guid, string>
{
    public override async Task<string> RunAsync(WorkflowActivityContext context, Guid input) =>
        (await settlement.MoneyArrivedAsync(input, CancellationToken.None)).Code();
}
