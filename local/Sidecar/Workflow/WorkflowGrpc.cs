using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary><c>TaskHubSidecarService</c>, for clients and workers of one app.</summary>
internal sealed class WorkflowGrpc(WorkflowEngine engine)
{
    public void MapGrpc(IEndpointRouteBuilder routes)
    {
        MapWorker(routes);
        MapQueries(routes);
        MapCommands(routes);
    }

    private void MapWorker(IEndpointRouteBuilder routes)
    {
        routes.MapApi(WorkflowMethods.Hello, (_, _) => Task.FromResult(new Empty()));
        routes.MapGrpcStream(WorkflowMethods.GetWorkItems, (_, context) => GetWorkItemsAsync(context));
        routes.MapApi(WorkflowMethods.CompleteOrchestratorTask, CompleteTurnAsync);
        routes.MapApi(WorkflowMethods.CompleteWorkflowTask, CompleteTurnAsync);
        routes.MapApi(WorkflowMethods.CompleteActivityTask, async (response, _) =>
        {
            await engine.Worker.CompleteActivityAsync(response);
            return new CompleteTaskResponse();
        });
    }

    private void MapQueries(IEndpointRouteBuilder routes)
    {
        routes.MapApi(WorkflowMethods.GetInstance, async (call, context) =>
            Answer(await engine.Client.FindAsync(call.InstanceId, context.RequestAborted), call.GetInputsAndOutputs));
        routes.MapApi(WorkflowMethods.WaitForInstanceStart, (call, context) => WaitAsync(call, status => status != WorkflowStatus.Pending, context));
        routes.MapApi(WorkflowMethods.WaitForInstanceCompletion, (call, context) => WaitAsync(call, Statuses.IsTerminal, context));
        routes.MapApi(WorkflowMethods.GetInstanceHistory, async (call, context) =>
        {
            var answer = new GetInstanceHistoryResponse();
            answer.Events.Add(await engine.Client.HistoryAsync(call.InstanceId, context.RequestAborted));
            return answer;
        });
    }

    private void MapCommands(IEndpointRouteBuilder routes)
    {
        routes.MapApi(WorkflowMethods.StartInstance, async (call, context) =>
        {
            call.ParentTraceContext ??= TraceOf(context.Request);
            return new CreateInstanceResponse { InstanceId = await engine.Client.StartAsync(call, context.RequestAborted) };
        });
        routes.MapApi(WorkflowMethods.RaiseEvent, async (call, context) =>
        {
            await engine.Client.DeliverAsync(call.InstanceId, e => e.EventRaised = new EventRaisedEvent { Name = call.Name, Input = call.Input }, context.RequestAborted);
            return new RaiseEventResponse();
        });
        routes.MapApi(WorkflowMethods.TerminateInstance, async (call, context) =>
        {
            await engine.Client.DeliverAsync(
                call.InstanceId, e => e.ExecutionTerminated = new ExecutionTerminatedEvent { Input = call.Output, Recurse = call.Recursive }, context.RequestAborted);
            return new TerminateResponse();
        });
        routes.MapApi(WorkflowMethods.SuspendInstance, async (call, context) =>
        {
            await engine.Client.DeliverAsync(call.InstanceId, e => e.ExecutionSuspended = new ExecutionSuspendedEvent { Input = call.Reason }, context.RequestAborted);
            return new SuspendResponse();
        });
        routes.MapApi(WorkflowMethods.ResumeInstance, async (call, context) =>
        {
            await engine.Client.DeliverAsync(call.InstanceId, e => e.ExecutionResumed = new ExecutionResumedEvent { Input = call.Reason }, context.RequestAborted);
            return new ResumeResponse();
        });
        routes.MapApi(WorkflowMethods.PurgeInstances, async (call, context) => new PurgeInstancesResponse
        {
            DeletedInstanceCount = await engine.Client.PurgeAsync(call.InstanceId, call.Recursive, context.RequestAborted), IsComplete = true,
        });
    }

    private async IAsyncEnumerable<WorkItem> GetWorkItemsAsync(HttpContext context)
    {
        using var open = context.UntilStopping();
        await foreach (var item in engine.Worker.GetWorkItemsAsync(open.Token))
        {
            yield return item;
        }
    }

    private async Task<CompleteTaskResponse> CompleteTurnAsync(WorkflowResponse response, HttpContext context)
    {
        await engine.Worker.CompleteTurnAsync(response);
        return new CompleteTaskResponse();
    }

    private async Task<GetInstanceResponse> WaitAsync(GetInstanceRequest call, Func<WorkflowStatus, bool> wanted, HttpContext context)
    {
        using var open = context.UntilStopping();
        try
        {
            return Answer(await engine.Client.WaitAsync(call.InstanceId, wanted, open.Token), call.GetInputsAndOutputs);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new GrpcStatusException(GrpcStatus.Unavailable, "the sidecar is stopping");
        }
    }

    private static GetInstanceResponse Answer(Instance? instance, bool withPayloads)
    {
        if (instance is null)
        {
            return new GetInstanceResponse { Exists = false };
        }

        if (!withPayloads)
        {
            instance.State.Input = instance.State.Output = instance.State.CustomStatus = null;
        }

        return new GetInstanceResponse { Exists = true, WorkflowState = instance.State };
    }

    private static TraceContext? TraceOf(HttpRequest request) => request.Headers.TraceParent.ToString() is { Length: > 0 } parent
        ? new TraceContext { TraceParent = parent, TraceState = request.Headers.TraceState.ToString() is { Length: > 0 } state ? state : null }
        : null;
}
