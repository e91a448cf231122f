using Dapr.Workflow;
using Npgsql;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Activity: finds the next bookings of this pass; none at its end.</summary>
internal sealed class FindBookingsToCancel(NpgsqlDataSource database) : WorkflowActivity<EventCancellationInput, Guid[]>
{
    public override async Task<Guid[]> RunAsync(WorkflowActivityContext context, EventCancellationInput input) =>
        [.. await EventCancellationTable.NextAsync(
            database, input.EventId, input.After, EventCancellationWorkflow.BatchSize, CancellationToken.None)];
}
