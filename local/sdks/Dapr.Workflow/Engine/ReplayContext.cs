using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

/// <summary>The context of one turn: takes the code's calls, answers from the history.</summary>
internal sealed partial class ReplayContext(WorkflowRequest request, string name, ILoggerFactory loggers) : WorkflowContext
{
    private readonly StableGuids _guids = new(request.InstanceId, request.ExecutionId);
    private DateTime _now;
    private bool _isReplaying;

    public override string Name => name;

    public override string InstanceId => request.InstanceId;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    public WorkflowCalls Calls { get; } = new();

    public ExternalEvents Events { get; } = new();

    public object? CustomStatus { get; private set; }

    /// <summary>What the code asked for with <see cref="ContinueAsNew"/>, if it did.</summary>
    public CompleteWorkflowAction? Continuation { get; private set; }

    /// <summary>Whether unclaimed events go along with <see cref="Continuation"/>.</summary>
    public bool CarriesOver { get; private set; }

    /// <summary>Moves the clock, which stands still within a turn.</summary>
    public void SetTime(DateTime utc) => _now = utc;

    public void SetReplaying(bool isReplaying) => _isReplaying = isReplaying;

    public override Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (options?.RetryPolicy is not { } policy)
        {
            return ScheduleAsync<T>(name, input);
        }

        var execution = _guids.ForActivity(Calls.NextId, name);
        var origin = new CreateTimerAction { ActivityRetry = new TimerOriginActivityRetry { TaskExecutionId = execution } };
        return Retrying.CallAsync(this, policy, () => ScheduleAsync<T>(name, input), delay => StartTimerAsync(origin.Clone(), delay));
    }

    public override Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workflowName);
        if (options?.RetryPolicy is not { } policy)
        {
            return StartChildAsync<TResult>(workflowName, input, options?.InstanceId);
        }

        var firstId = options.InstanceId ?? _guids.Next().ToString();
        var origin = new CreateTimerAction { ChildWorkflowRetry = new TimerOriginChildWorkflowRetry { InstanceId = firstId } };
        return Retrying.CallAsync(
            this,
            policy,
            () => StartChildAsync<TResult>(workflowName, input, options.InstanceId),
            delay => StartTimerAsync(origin.Clone(), delay));
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => await StartTimerAsync(
        new CreateTimerAction { CreateTimer = new TimerOriginCreateTimer(), FireAt = Timestamp.FromDateTime(fireAt) }, cancellationToken);

    public override async Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default) =>
        WorkflowJson.Read<T>((await Events.WaitAsync(eventName, cancellationToken)).EventRaised.Input)!;

    public override void SendEvent(string instanceId, string eventName, object payload) => Calls.Add(new WorkflowAction
    {
        SendEvent = new SendEventAction
        {
            Instance = new WorkflowInstance { InstanceId = instanceId }, Name = eventName, Data = WorkflowJson.Write(payload),
        },
    });

    public override void SetCustomStatus(object? customStatus) => CustomStatus = customStatus;

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        Continuation = new CompleteWorkflowAction
        {
            WorkflowStatus = WorkflowStatus.ContinuedAsNew, Result = WorkflowJson.Write(newInput),
        };
        CarriesOver = preserveUnprocessedEvents;
    }

    public override Guid NewGuid() => _guids.Next();

    public override ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(loggers.CreateLogger(categoryName), this);

    public override ILogger CreateReplaySafeLogger(System.Type type) => new ReplaySafeLogger(loggers.CreateLogger(type), this);

    public override ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(loggers.CreateLogger<T>(), this);

    internal override async Task CreateTimeout(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var fireAt = timeout < TimeSpan.Zero ? WorkflowCall.Never : Timestamp.FromDateTime(_now.Add(timeout));
        var origin = new TimerOriginExternalEvent { Name = eventName };
        await StartTimerAsync(new CreateTimerAction { ExternalEvent = origin, FireAt = fireAt }, cancellationToken);
    }
}
