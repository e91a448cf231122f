using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>All that a workflow may touch. Calls become durable when the turn ends; at a replay they answer from the history.</summary>
public abstract class WorkflowContext
{
    /// <summary>The workflow's name.</summary>
    public abstract string Name { get; }

    /// <summary>The instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The time of the current turn, UTC; the same at each replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether what runs now has run before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Runs an activity without a result.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed, after its retries.</exception>
    public virtual Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Runs an activity: action <c>scheduleTask</c>.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed, after its retries.</exception>
    public abstract Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null);

    /// <summary>Waits: action <c>createTimer</c>.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>
    /// Waits until a time (UTC): action <c>createTimer</c>. Cancelling ends the wait here; the timer still fires, unheard.
    /// </summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event raised from outside. Names are not case-sensitive; events that come early are kept, in order.</summary>
    public abstract Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>As above, but not longer than <paramref name="timeout"/> (zero: not at all; negative: without end).</summary>
    /// <exception cref="TaskCanceledException">The event did not come in time.</exception>
    public virtual async Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero)
        {
            throw new TaskCanceledException($"The event '{eventName}' was not waited for: the timeout is zero.");
        }

        // The timer comes first: its place in the sequence of actions must not depend on whether the event is there already.
        using var timerCancellation = new CancellationTokenSource();
        using var eventCancellation = new CancellationTokenSource();
        var timer = CreateTimeout(eventName, timeout, timerCancellation.Token);
        var raised = WaitForExternalEventAsync<T>(eventName, eventCancellation.Token);
        var loser = await Task.WhenAny(timer, raised) == raised ? timerCancellation : eventCancellation;
#pragma warning disable CA1849 // A workflow must not leave its thread, which CancelAsync does
        loser.Cancel();
#pragma warning restore CA1849
        return await raised;
    }

    /// <summary>Raises an event in another workflow, without waiting: action <c>sendEvent</c>.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what <see cref="WorkflowState.ReadCustomStatusAs{T}"/> shows outside.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another workflow: action <c>createChildWorkflow</c>.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed, after its retries.</exception>
    public abstract Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null);

    /// <summary>Runs another workflow without a result.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed, after its retries.</exception>
    public virtual Task CallChildWorkflowAsync(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        CallChildWorkflowAsync<object>(workflowName, input, options);

    /// <summary>A logger that is silent at a replay.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <summary>A logger that is silent at a replay.</summary>
    public abstract ILogger CreateReplaySafeLogger(Type type);

    /// <summary>A logger that is silent at a replay.</summary>
    public abstract ILogger CreateReplaySafeLogger<T>();

    /// <summary>
    /// Ends this run and starts the workflow again with a new input and an empty history; return after calling it.
    /// Events that came and were not taken go along unless told otherwise.
    /// </summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A unique id that is the same at each replay.</summary>
    public abstract Guid NewGuid();

    internal virtual Task CreateTimeout(string eventName, TimeSpan timeout, CancellationToken cancellationToken) =>
        CreateTimer(timeout, cancellationToken);
}
