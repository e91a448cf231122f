using Dapr.Workflow;
using Npgsql;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Activity: finishes the cancellation; false while a booking of the event is not settled.</summary>
internal sealed partial class FinishEventCancellation(NpgsqlDataSource database, ILogger<FinishEventCancellation> logger)
    : WorkflowActivity<Guid, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, Guid input)
    {
        var finished = await EventCancellationTable.TryFinishAsync(database, input, CancellationToken.None);
        LogPass(input, finished);
        return finished;
    }

    [LoggerMessage(3063, LogLevel.Information, "All bookings of cancelled event {EventId} were gone through; finished: {Finished}.")]
    private partial void LogPass(Guid eventId, bool finished);
}
