using Dapr.Workflow;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Activity: ends one booking and refunds its money. A second run changes nothing.</summary>
internal sealed partial class CancelBookingOfEvent(Cancellations cancellations, ILogger<CancelBookingOfEvent> logger)
    : WorkflowActivity<Guid, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, Guid input)
    {
        try
        {
            await cancellations.CancelAsync(input, CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (StripePayments.IsFailure(exception, CancellationToken.None))
        {
            LogNotYet(input, Failures.ReasonOf(exception));
            throw;
        }
    }

    [LoggerMessage(3062, LogLevel.Warning, "Booking {BookingId} of a cancelled event is not settled with the provider yet; trying again. {Reason}")]
    private partial void LogNotYet(Guid bookingId, string reason);
}
