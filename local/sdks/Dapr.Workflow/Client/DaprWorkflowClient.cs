using System.Diagnostics;
using Dapr.Common;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using TicketBooking.DaprWire;
using Wire = TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow;

/// <summary>
/// Starts, watches and steers workflow instances through the sidecar. Made by <c>AddDaprWorkflow</c>; safe for concurrent use.
/// Every method throws <see cref="RpcException"/> when the sidecar refuses or cannot be reached.
/// </summary>
public sealed class DaprWorkflowClient : IAsyncDisposable, IDisposable
{
    private readonly SidecarCalls _sidecar;
    private readonly TimeProvider _time;

    internal DaprWorkflowClient(SidecarCalls sidecar, TimeProvider time)
    {
        _sidecar = sidecar;
        _time = time;
    }

    /// <summary>Starts a workflow now: <c>StartInstance</c>. Returns its instance id.</summary>
    /// <param name="name">The workflow's registered name.</param>
    /// <param name="instanceId">By default a new id.</param>
    /// <param name="input">Written as JSON.</param>
    /// <exception cref="RpcException"><see cref="StatusCode.AlreadyExists"/>: an instance with this id has not ended.</exception>
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, (DateTimeOffset?)null);

    /// <summary>As above, at a time (local unless its kind says UTC).</summary>
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, startTime is { } time ? new DateTimeOffset(time) : null);

    /// <summary>As above, at a time.</summary>
    public async Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new Wire.CreateInstanceRequest
        {
            InstanceId = instanceId ?? Guid.CreateVersion7(_time.GetUtcNow()).ToString(),
            Name = name,
            Input = WorkflowJson.Write(input),
            ScheduledStartTimestamp = startTime is { } time ? Timestamp.FromDateTimeOffset(time) : null,
            ParentTraceContext = CurrentTrace(),
        };
        return (await _sidecar.CallAsync(WorkflowMethods.StartInstance, request, cancellation)).InstanceId;
    }

    /// <summary>
    /// An instance as it is now: <c>GetInstance</c>. Its <see cref="WorkflowState.Exists"/> is false where there is none.
    /// </summary>
    public async Task<WorkflowState> GetWorkflowStateAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        try
        {
            var request = new Wire.GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs };
            var response = await _sidecar.CallAsync(WorkflowMethods.GetInstance, request, cancellation);
            return new WorkflowState(response.Exists ? response.WorkflowState : null);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return new WorkflowState(null);
        }
    }

    /// <summary>Returns once the instance has started: <c>WaitForInstanceStart</c>. Waits through losses of the sidecar.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public Task<WorkflowState> WaitForWorkflowStartAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        WaitAsync(WorkflowMethods.WaitForInstanceStart, instanceId, getInputsAndOutputs, cancellation);

    /// <summary>Returns once the instance has ended: <c>WaitForInstanceCompletion</c>. Waits through losses of the sidecar.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public async Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        var state = await WaitAsync(WorkflowMethods.WaitForInstanceCompletion, instanceId, false, cancellation);
        var complete = getInputsAndOutputs ? await GetWorkflowStateAsync(instanceId, true, cancellation) : state;
        return complete.Exists ? complete : state;
    }

    /// <summary>Raises an event in an instance: <c>RaiseEvent</c>. It is kept until the workflow waits for it.</summary>
    public async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var request = new Wire.RaiseEventRequest { InstanceId = instanceId, Name = eventName, Input = WorkflowJson.Write(eventPayload) };
        await _sidecar.CallAsync(WorkflowMethods.RaiseEvent, request, cancellation);
    }

    /// <summary>Ends an instance and its children: <c>TerminateInstance</c>. Activities that run already are not stopped.</summary>
    public async Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.TerminateRequest { InstanceId = instanceId, Output = WorkflowJson.Write(output), Recursive = true };
        await _sidecar.CallAsync(WorkflowMethods.TerminateInstance, request, cancellation);
    }

    /// <summary>Pauses an instance: <c>SuspendInstance</c>. What comes in meanwhile is kept.</summary>
    public async Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.SuspendRequest { InstanceId = instanceId, Reason = reason ?? string.Empty };
        await _sidecar.CallAsync(WorkflowMethods.SuspendInstance, request, cancellation);
    }

    /// <summary>Lets a paused instance go on: <c>ResumeInstance</c>.</summary>
    public async Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.ResumeRequest { InstanceId = instanceId, Reason = reason ?? string.Empty };
        await _sidecar.CallAsync(WorkflowMethods.ResumeInstance, request, cancellation);
    }

    /// <summary>Removes an instance that has ended, and its children: <c>PurgeInstances</c>. False when nothing was removed.</summary>
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.PurgeInstancesRequest { InstanceId = instanceId, Recursive = true };
        return (await _sidecar.CallAsync(WorkflowMethods.PurgeInstances, request, cancellation)).DeletedInstanceCount > 0;
    }

    /// <summary>Nothing to do: the connection belongs to the container.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Nothing to do: the connection belongs to the container.</summary>
    public void Dispose()
    {
    }

    private async Task<WorkflowState> WaitAsync(
        GrpcMethod<Wire.GetInstanceRequest, Wire.GetInstanceResponse> method,
        string instanceId,
        bool payloads,
        CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new Wire.GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = payloads };
        var response = await PatientCall.CallAsync(() => _sidecar.CallAsync(method, request, cancellation), _time, cancellation);
        return response.Exists
            ? new WorkflowState(response.WorkflowState)
            : throw new InvalidOperationException($"Workflow instance '{instanceId}' does not exist");
    }

    private static Wire.TraceContext? CurrentTrace()
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity)
        {
            return null;
        }

        var state = string.IsNullOrEmpty(activity.TraceStateString) ? null : activity.TraceStateString;
        return new Wire.TraceContext { TraceParent = id, TraceState = state };
    }
}
