using System.Collections.Concurrent;
using Dapr.DurableTask.Protobuf;
using Grpc.Core;
using TicketBooking.Sidecar.Conformance.Targets;

namespace TicketBooking.Sidecar.Conformance.Workflows;

/// <summary>A workflow worker without an SDK: every turn is a function of the story so far.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<Story, IEnumerable<WorkflowAction>>> _workflows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<ActivityRequest, Task<string?>>> _activities = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _leave = new();
    private readonly GrpcApi _sidecar;
    private readonly ConcurrentBag<Task> _handling = [];
    private Task _reading = Task.CompletedTask;

    public TestWorker(GrpcApi sidecar) => _sidecar = sidecar;

    /// <summary>Sees every work item before it is handled; for tests that look over the worker's shoulder.</summary>
    public Func<WorkItem, Task> OnItem { get; set; } = _ => Task.CompletedTask;

    public TestWorker Workflow(string name, Func<Story, IEnumerable<WorkflowAction>> turn)
    {
        _workflows[name] = turn;
        return this;
    }

    public TestWorker Activity(string name, Func<ActivityRequest, Task<string?>> run)
    {
        _activities[name] = run;
        return this;
    }

    public TestWorker Activity(string name, Func<string, string?> run) => Activity(name, request => Task.FromResult(run(request.Input ?? "")));

    public TestWorker Connect()
    {
        _reading = ReadAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await _reading;
        await Task.WhenAll(_handling);
        _leave.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var items = _sidecar.Workflows.GetWorkItems(new GetWorkItemsRequest(), cancellationToken: _leave.Token);
            await foreach (var item in items.ResponseStream.ReadAllAsync(_leave.Token))
            {
                _handling.Add(HandleAsync(item));
            }
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // Left.
        }
        catch (RpcException e) when (_leave.IsCancellationRequested || e.StatusCode == StatusCode.Unavailable)
        {
            // Left, or the sidecar is gone.
        }
    }

    private async Task HandleAsync(WorkItem item)
    {
        try
        {
            await OnItem(item);
            await (item.RequestCase == WorkItem.RequestOneofCase.ActivityRequest ? RunActivityAsync(item) : RunTurnAsync(item));
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
        }
    }

    private async Task RunTurnAsync(WorkItem item)
    {
        var story = new Story(item.WorkflowRequest);
        if (!_workflows.TryGetValue(story.Start.Name, out var workflow))
        {
            return;
        }

        var answer = new WorkflowResponse { InstanceId = story.InstanceId, CompletionToken = item.CompletionToken, CustomStatus = $"\"{story.All.Count} events\"" };
        answer.Actions.Add(story.IsTerminated ? [Act.Complete(99, null, OrchestrationStatus.Terminated)] : workflow(story));
        await _sidecar.Workflows.CompleteWorkflowTaskAsync(answer);
    }

    private async Task RunActivityAsync(WorkItem item)
    {
        var request = item.ActivityRequest;
        var answer = new ActivityResponse { InstanceId = request.WorkflowInstance.InstanceId, TaskId = request.TaskId, CompletionToken = item.CompletionToken };
        try
        {
            answer.Result = await _activities[request.Name](request);
        }
        catch (InvalidOperationException e)
        {
            answer.FailureDetails = new TaskFailureDetails { ErrorType = nameof(InvalidOperationException), ErrorMessage = e.Message };
        }

        await _sidecar.Workflows.CompleteActivityTaskAsync(answer);
    }
}
