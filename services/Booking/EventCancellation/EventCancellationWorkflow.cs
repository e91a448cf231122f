using Dapr.Workflow;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>The position of a cancellation in its list of bookings.</summary>
/// <param name="EventId">The event.</param>
/// <param name="After">The last booking of this pass that was tried.</param>
internal sealed record EventCancellationInput(Guid EventId, Guid After);

/// <summary>
/// Ends all bookings of a cancelled event in batches, so that its history stays short and the provider is not overloaded. The tables
/// hold what is left: a pass goes through it once, and what could not be settled is tried again in the next pass.
/// </summary>
internal sealed class EventCancellationWorkflow : Workflow<EventCancellationInput, string>
{
    /// <summary>Bookings settled at once.</summary>
    public const int BatchSize = 20;

    private static readonly TimeSpan PauseBetweenPasses = TimeSpan.FromSeconds(15);

    /// <summary>For activities that use our own tables only.</summary>
    private static readonly WorkflowTaskOptions TableRetry = Retry(attempts: 40, longest: TimeSpan.FromMinutes(1));

    /// <summary>For the provider: outlasts a rate limit or an outage of a minute; after a longer one the next pass tries again.</summary>
    private static readonly WorkflowTaskOptions ProviderRetry = Retry(attempts: 6, longest: TimeSpan.FromSeconds(30));

    public override async Task<string> RunAsync(WorkflowContext context, EventCancellationInput input)
    {
        var batch = await context.CallActivityAsync<Guid[]>(nameof(FindBookingsToCancel), input, TableRetry);
        if (batch.Length > 0)
        {
            await Task.WhenAll(batch.Select(bookingId => CancelAsync(context, bookingId)));
            context.ContinueAsNew(input with { After = batch[^1] });
            return "";
        }

        if (await context.CallActivityAsync<bool>(nameof(FinishEventCancellation), input.EventId, TableRetry))
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
            await context.CallActivityAsync<bool>(nameof(CancelBookingOfEvent), bookingId, ProviderRetry);
        }
        catch (WorkflowTaskFailedException)
        {
            // Its activity has logged why. It stays unsettled in the tables, so the next pass tries it; the others need not wait.
        }
    }

    private static WorkflowTaskOptions Retry(int attempts, TimeSpan longest) => new(new WorkflowRetryPolicy(
        maxNumberOfAttempts: attempts, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: longest));
}
