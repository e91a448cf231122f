using Google.Protobuf.WellKnownTypes;

namespace TicketBooking.Sidecar.Workflow;

/// <summary><c>TaskHubSidecarService</c>, for clients and workers of workflows.</summary>
internal sealed class TaskHubService(WorkflowEngines engines, IHostApplicationLifetime lifetime) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(request);

    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        request.ParentTraceContext ??= TraceOf(context.GetHttpContext().Request);
        return new() { InstanceId = await Engine(context).Client.StartAsync(request, context.CancellationToken) };
    }

    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        Answer(await Engine(context).Client.FindAsync(request.InstanceId, context.CancellationToken), request);

    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, instance => instance.State.WorkflowStatus != WorkflowStatus.Pending, context);

    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, instance => instance.IsTerminal, context);

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        await Engine(context).Client.DeliverAsync(
            request.InstanceId, e => e.EventRaised = new() { Name = request.Name, Input = request.Input }, context.CancellationToken);
        return new();
    }

    public override async Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        await Engine(context).Client.DeliverAsync(
            request.InstanceId, e => e.ExecutionTerminated = new() { Input = request.Output }, context.CancellationToken);
        return new();
    }

    public override async Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        await Engine(context).Client.PurgeAsync(request.InstanceId, context.CancellationToken);
        return new() { DeletedInstanceCount = 1, IsComplete = true };
    }

    public override async Task GetWorkItems(GetWorkItemsRequest request, IServerStreamWriter<WorkItem> responseStream, ServerCallContext context)
    {
        using var open = UntilStopping(context);
        // A worker takes the call for broken until it has headers; the first work may be hours away.
        await context.WriteResponseHeadersAsync([]);
        await Engine(context).Dispatcher.ServeAsync(item => responseStream.WriteAsync(item, open.Token), open.Token);
    }

    public override async Task<CompleteTaskResponse> CompleteActivityTask(ActivityResponse request, ServerCallContext context)
    {
        await Engine(context).Answers.CompleteActivityAsync(request);
        return new();
    }

    public override async Task<CompleteTaskResponse> CompleteOrchestratorTask(WorkflowResponse request, ServerCallContext context)
    {
        await Engine(context).Answers.CompleteTurnAsync(request);
        return new();
    }

    public override Task<CompleteTaskResponse> CompleteWorkflowTask(WorkflowResponse request, ServerCallContext context) =>
        CompleteOrchestratorTask(request, context);

    private WorkflowEngine Engine(ServerCallContext context) => engines.Of(context.GetHttpContext().AppId())
        ?? throw new RpcException(new Status(StatusCode.Unimplemented, "no state store has actorStateStore, so there are no workflows"));

    private async Task<GetInstanceResponse> WaitAsync(GetInstanceRequest call, Func<Instance, bool> wanted, ServerCallContext context)
    {
        using var open = UntilStopping(context);
        try
        {
            return Answer(await Engine(context).Client.WaitAsync(call.InstanceId, wanted, open.Token), call);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the sidecar is stopping"));
        }
    }

    // Calls that stay open for long end when the caller leaves or the server begins to stop.
    private CancellationTokenSource UntilStopping(ServerCallContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);

    private static GetInstanceResponse Answer(Instance? instance, GetInstanceRequest call)
    {
        if (instance is not null && !call.GetInputsAndOutputs)
        {
            instance.State.Input = instance.State.Output = instance.State.CustomStatus = null;
        }

        return new() { Exists = instance is not null, WorkflowState = instance?.State };
    }

    private static TraceContext? TraceOf(HttpRequest request) => request.Headers.TraceParent.ToString() is { Length: > 0 } parent
        ? new TraceContext { TraceParent = parent, TraceState = request.Headers.TraceState.ToString() is { Length: > 0 } state ? state : null }
        : null;
}
