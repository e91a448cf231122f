using Dapr.Workflow;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Payments;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;

namespace TicketBooking.Booking.EventCancellation;

/// <summary>Applies event-core's messages about an event, and starts the workflow of a cancelled one.</summary>
internal sealed partial class EventCancellations(
    NpgsqlDataSource database, DaprWorkflowClient workflows, ILogger<EventCancellations> logger)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Stores the sale rules, the layout and its prices; begins the cancellation of a cancelled event in the same commit.</summary>
    /// <exception cref="MalformedMessageException">The sections are impossible.</exception>
    public async Task ApplyAsync(EventMessage message, CancellationToken cancellationToken)
    {
        var layout = LayoutOf(message);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (message.Status != EventStatuses.Scheduled)
        {
            await EventGate.CloseAsync(transaction, message.EventId, cancellationToken);
        }

        await EventRulesTable.ApplyAsync(transaction, message, cancellationToken);
        if (layout is not null)
        {
            await EventLayoutTable.ApplyAsync(transaction, layout, message.Version, cancellationToken);
        }

        await EventCancellationTable.BeginAsync(transaction, message.EventId, cancellationToken);
        await transaction.CommitAsync(Steps.CommitEventChanged, cancellationToken);
    }

    /// <summary>Starts the workflow of every cancellation that is not finished and has none that runs. One that fails delays no other.</summary>
    /// <param name="eventId">One event only; null means all.</param>
    /// <param name="cancellationToken">Cancels what has not been done.</param>
    public async Task StartAsync(Guid? eventId, CancellationToken cancellationToken)
    {
        var failures = new Failures();
        foreach (var cancellation in await EventCancellationTable.UnfinishedAsync(database, eventId, cancellationToken))
        {
            await TryStartAsync(cancellation, failures, cancellationToken);
        }

        if (failures.Count > 0)
        {
            LogNotStarted(failures.Count, failures.First);
        }
    }

    /// <summary>Null for a deleted event: it sells nothing, and its end must not depend on its sections.</summary>
    private static SeatLayout? LayoutOf(EventMessage message)
    {
        if (message.Status == EventStatuses.Deleted)
        {
            return null;
        }

        var (layout, refusal) = SeatLayout.Of(message);
        return layout ?? throw new MalformedMessageException(refusal!);
    }

    private async Task TryStartAsync(EventCancellationRow cancellation, Failures failures, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CallTimeout);
        try
        {
            await StartAsync(cancellation, timeout.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Add(exception);
        }
    }

    private async Task StartAsync(EventCancellationRow cancellation, CancellationToken cancellationToken)
    {
        var id = $"event-cancellation-{cancellation.EventId}-{cancellation.Version}";
        var state = await workflows.GetWorkflowStateAsync(id, getInputsAndOutputs: false, cancellationToken);
        if (state is { Exists: true, IsWorkflowCompleted: false })
        {
            return;
        }

        if (state is { Exists: true })
        {
            // It ended without finishing, e.g. an operator terminated it. It carries no state, so a new one finds the rest.
            await workflows.PurgeIfThereAsync(Steps.WorkflowPurgeEventCancellation, id, cancellationToken);
        }

        var input = new EventCancellationInput(cancellation.EventId, After: Guid.Empty);
        await Spans.RunAsync(Steps.WorkflowStartEventCancellation, () => workflows.ScheduleNewWorkflowAsync(
            nameof(EventCancellationWorkflow), id, input, (DateTimeOffset?)null, cancellationToken));
        LogStarted(cancellation.EventId);
    }

    [LoggerMessage(3060, LogLevel.Information, "Event {EventId} is cancelled; its bookings are being ended.")]
    private partial void LogStarted(Guid eventId);

    [LoggerMessage(3061, LogLevel.Warning, "{Count} event cancellations could not be started; trying again. The first: {Reason}")]
    private partial void LogNotStarted(int count, string reason);
}
