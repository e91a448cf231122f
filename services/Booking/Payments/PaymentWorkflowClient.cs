using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Payments;

/// <summary>Starts, tells and purges the workflow of each attempt. An instance id is never used twice: a late duplicate finds the old one.</summary>
internal sealed partial class PaymentWorkflowClient(
    DaprWorkflowClient workflows, NpgsqlDataSource database, IOptions<PaymentOptions> options, ILogger<PaymentWorkflowClient> logger)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Starts the workflow if it was not started. When that fails, the sweeper does it.</summary>
    public async Task<bool> TryStartAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(attempt, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotStarted(exception, attempt.Id);
            return false;
        }
    }

    /// <summary>Whether the workflow still waits.</summary>
    public async Task<bool> IsRunningAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        return await workflows.GetWorkflowStateAsync(attemptId.ToString(), getInputsAndOutputs: false, timeout.Token)
            is { Exists: true, IsWorkflowCompleted: false };
    }

    /// <summary>Raises the result in the workflow; false when it does not run.</summary>
    public async Task<bool> TellAsync(Guid attemptId, PaymentResult result, CancellationToken cancellationToken)
    {
        if (!await IsRunningAsync(attemptId, cancellationToken))
        {
            return false;
        }

        using var timeout = Limit(cancellationToken);
        await Spans.RunAsync(
            Steps.WorkflowTell,
            () => workflows.RaiseEventAsync(attemptId.ToString(), PaymentWorkflow.ResultEvent, result, timeout.Token));
        return true;
    }

    /// <summary>Tells the workflow what the tables say already, so that it ends promptly; otherwise it ends with its time.</summary>
    public async Task TryTellAsync(Guid attemptId, PaymentResult result, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(attemptId, result, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTold(attemptId, Failures.ReasonOf(exception));
        }
    }

    /// <summary>Deletes a workflow that has ended, or is gone already; false when it has not ended.</summary>
    public async Task<bool> TryPurgeAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        var state = await workflows.GetWorkflowStateAsync(attemptId.ToString(), getInputsAndOutputs: false, timeout.Token);
        if (state is not { Exists: true })
        {
            return true;
        }

        if (!state.IsWorkflowCompleted)
        {
            return false;
        }

        await workflows.PurgeIfThereAsync(Steps.WorkflowPurge, attemptId.ToString(), timeout.Token);
        return true;
    }

    /// <summary>Starts the workflow if it was not started.</summary>
    public async Task StartAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        var state = await workflows.GetWorkflowStateAsync(attempt.Id.ToString(), getInputsAndOutputs: false, timeout.Token);
        if (state is not { Exists: true })
        {
            // Half the grace, so that the claims still count when the provider is asked for the last time.
            var input = new PaymentInput(attempt.Id, attempt.BookingEndsAt, options.Value.MaxDeclines, options.Value.Grace / 2);
            await Spans.RunAsync(Steps.WorkflowStart, () => workflows.ScheduleNewWorkflowAsync(
                nameof(PaymentWorkflow), attempt.Id.ToString(), input, (DateTimeOffset?)null, timeout.Token));
        }

        await PaymentAttempts.SetScheduledAsync(database, attempt.Id, cancellationToken);
    }

    private static CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CallTimeout);
        return limit;
    }

    [LoggerMessage(3030, LogLevel.Warning, "The workflow of attempt {AttemptId} could not be started; the sweeper will start it.")]
    private partial void LogNotStarted(Exception exception, Guid attemptId);

    [LoggerMessage(3022, LogLevel.Warning, "The workflow of attempt {AttemptId} was not told; it ends with its time. {Reason}")]
    private partial void LogNotTold(Guid attemptId, string reason);
}
