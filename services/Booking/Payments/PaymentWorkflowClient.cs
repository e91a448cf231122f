using Dapr.Workflow;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Starts, tells and purges the workflow of each attempt. It starts with its first news, or when the time to pay is over. An instance id is
/// never used twice: a late duplicate finds the old one.
/// </summary>
internal sealed partial class PaymentWorkflowClient(
    DaprWorkflowClient workflows, NpgsqlDataSource database, IOptions<PaymentOptions> options, ILogger<PaymentWorkflowClient> logger)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether the workflow still waits.</summary>
    public async Task<bool> IsRunningAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        return await workflows.GetWorkflowStateAsync(attemptId.ToString(), getInputsAndOutputs: false, timeout.Token)
            is { Exists: true, IsWorkflowCompleted: false };
    }

    /// <summary>
    /// Starts the workflow with the news that money has arrived, in one call: only for the first news of an attempt without a workflow. It
    /// records itself that it was started.
    /// </summary>
    public async Task StartWithMoneyAsync(AttemptRow attempt, PaymentResult news, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        await ScheduleAsync(attempt, news, timeout.Token);
    }

    /// <summary>Raises the news in the workflow, or starts it with them; false when it was started before and does not run.</summary>
    public async Task<bool> TellAsync(AttemptRow attempt, PaymentResult news, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        var state = await workflows.GetWorkflowStateAsync(attempt.Id.ToString(), getInputsAndOutputs: false, timeout.Token);
        if (state is not { Exists: true })
        {
            if (attempt.IsScheduled || attempt.Outcome != AttemptOutcome.Open)
            {
                return false;
            }

            await ScheduleAsync(attempt, news, timeout.Token);
        }
        else if (!state.IsWorkflowCompleted)
        {
            await RaiseAsync(attempt.Id, news, timeout.Token);
        }

        if (!attempt.IsScheduled)
        {
            await PaymentAttempts.SetScheduledAsync(database, attempt.Id, cancellationToken);
        }

        return state is not { Exists: true, IsWorkflowCompleted: true };
    }

    /// <summary>As <see cref="TellAsync"/>, for an attempt that was given up. When it fails, the sweeper asks for the attempt's intent.</summary>
    public async Task TryStartAsync(AttemptRow attempt, PaymentNews news, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(attempt, new PaymentResult("", news), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTold(attempt.Id, Failures.ReasonOf(exception));
        }
    }

    /// <summary>Tells a workflow that runs what the tables say already, so that it ends promptly; otherwise it ends with its time.</summary>
    public async Task TryTellAsync(Guid attemptId, PaymentNews news, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsRunningAsync(attemptId, cancellationToken))
            {
                using var timeout = Limit(cancellationToken);
                await RaiseAsync(attemptId, new PaymentResult("", news), timeout.Token);
            }
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
        try
        {
            await workflows.PurgeIfThereAsync(Steps.WorkflowPurge, attemptId.ToString(), timeout.Token);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    /// <summary>Starts the workflow if it was not started; it ends the attempt when its time to pay is over.</summary>
    public async Task StartAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        using var timeout = Limit(cancellationToken);
        var state = await workflows.GetWorkflowStateAsync(attempt.Id.ToString(), getInputsAndOutputs: false, timeout.Token);
        if (state is not { Exists: true })
        {
            await ScheduleAsync(attempt, first: null, timeout.Token);
        }

        await PaymentAttempts.SetScheduledAsync(database, attempt.Id, cancellationToken);
    }

    private Task<string> ScheduleAsync(AttemptRow attempt, PaymentResult? first, CancellationToken cancellationToken)
    {
        // Half the grace, so that the claims still count when the provider is asked for the last time.
        var input = new PaymentInput(attempt.Id, attempt.BookingEndsAt, options.Value.MaxDeclines, options.Value.Grace / 2, first);
        return Spans.RunAsync(Steps.WorkflowStart, attempt.TraceParent, () => workflows.ScheduleNewWorkflowAsync(
            nameof(PaymentWorkflow), attempt.Id.ToString(), input, (DateTimeOffset?)null, cancellationToken));
    }

    private Task RaiseAsync(Guid attemptId, PaymentResult news, CancellationToken cancellationToken) => Spans.RunAsync(
        Steps.WorkflowTell,
        () => workflows.RaiseEventAsync(attemptId.ToString(), PaymentWorkflow.ResultEvent, news, cancellationToken));

    private static CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CallTimeout);
        return limit;
    }

    [LoggerMessage(3022, LogLevel.Warning, "The workflow of attempt {AttemptId} was not told; it ends with its time. {Reason}")]
    private partial void LogNotTold(Guid attemptId, string reason);
}
