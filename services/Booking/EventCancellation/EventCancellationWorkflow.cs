using Dapr.Workflow;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Where a cancellation is.</summary>
/// <param name="EventId">The event.</param>
/// <param name="After">The last booking of this pass that was dealt with.</param>
internal sealed record EventCancellationInput(Guid EventId, Guid After);

/// <summary>
/// Ends all bookings of a cancelled event, a batch at a time, so that its history stays short and the provider is not run over. The tables
/// know what is left: a pass goes through it once; what could not be settled is met again in the next pass.
/// </summary>
internal sealed class EventCancellationWorkflow : Workflow<EventCancellationInput, string>
{
    /// <summary>Bookings settled at once.</summary>
    public const int BatchSize = 20;

    private static readonly TimeSpan PauseBetweenPasses = TimeSpan.FromSeconds(15);

    /// <summary>For our own tables.</summary>
    private static readonly WorkflowTaskOptions Persistent = Retry(attempts: 40, longest: TimeSpan.FromMinutes(1));

    /// <summary>For the provider: a rate limit or an outage of a minute is waited out, a longer one is left to the next pass.</summary>
    private static readonly WorkflowTaskOptions Patient = Retry(attempts: 6, longest: TimeSpan.FromSeconds(30));

    public override async Task<string> RunAsync(WorkflowContext context, EventCancellationInput input)
    {
        var batch = await context.CallActivityAsync<Guid[]>(nameof(FindBookingsToCancel), input, Persistent);
        if (batch.Length > 0)
        {
            await Task.WhenAll(batch.Select(bookingId => CancelAsync(context, bookingId)));
            context.ContinueAsNew(input with { After = batch[^1] });
            return "";
        }

        if (await context.CallActivityAsync<bool>(nameof(FinishEventCancellation), input.EventId, Persistent))
        {
            return "finished";
        }

        await context.CreateTimer(PauseBetweenPasses);
        context.ContinueAsNew(input with { After = Guid.Empty });
        return "";
    }

    private static async Task CancelAsync(WorkflowContext context, Guid bookingId)
    {
        try
        {
            await context.CallActivityAsync<bool>(nameof(CancelBookingOfEvent), bookingId, Patient);
        }
        catch (WorkflowTaskFailedException)
        {
            // Its activity has logged why. It stays unsettled in the tables, so the next pass meets it; the others need not wait.
        }
    }

    private static WorkflowTaskOptions Retry(int attempts, TimeSpan longest) => new(new WorkflowRetryPolicy(
        maxNumberOfAttempts: attempts, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: longest));
}
