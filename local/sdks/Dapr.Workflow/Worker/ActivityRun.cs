using Dapr.Workflow.Abstractions;
using Dapr.Workflow.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Worker;

/// <summary>Runs activities, each in its own scope and as part of the trace that its workflow belongs to.</summary>
internal sealed partial class ActivityRun(WorkflowRuntimeOptions options, IServiceScopeFactory scopes, ILogger<ActivityRun> logger)
{
    /// <summary>The result, or the failure: the workflow decides what a failure means.</summary>
    public async Task<ActivityResponse> RunAsync(ActivityRequest request, string completionToken)
    {
        var response = new ActivityResponse
        {
            InstanceId = request.WorkflowInstance?.InstanceId ?? string.Empty, TaskId = request.TaskId, CompletionToken = completionToken,
        };
        using var trace = WorkflowTrace.Start($"WorkflowActivity {request.Name}", request.ParentTraceContext);
        try
        {
            response.Result = await ExecuteAsync(request);
        }
#pragma warning disable CA1031 // An activity's exception is its answer to the workflow
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogActivityFailed(logger, e, request.Name, response.InstanceId);
            trace?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            response.FailureDetails = Completion.Failure(e);
        }

        return response;
    }

    private async Task<string?> ExecuteAsync(ActivityRequest request)
    {
        await using var scope = scopes.CreateAsyncScope();
        var activity = options.Activities.TryGetValue(request.Name, out var create)
            ? create(scope.ServiceProvider)
            : throw new ActivityNotFoundException($"Activity '{request.Name}' is not registered in this app.");
        var key = string.IsNullOrEmpty(request.TaskExecutionId) ? $"{request.TaskId}" : request.TaskExecutionId;
        var context = new Context(request.Name, key, request.WorkflowInstance?.InstanceId ?? string.Empty);
        return WorkflowJson.Write(await activity.RunAsync(context, WorkflowJson.Read(request.Input, activity.InputType)));
    }

    [LoggerMessage(EventId = 9102, Level = LogLevel.Warning, Message = "Activity {Activity} of workflow {InstanceId} failed")]
    private static partial void LogActivityFailed(ILogger logger, Exception exception, string activity, string instanceId);

    private sealed class Context(string name, string taskExecutionKey, string instanceId) : WorkflowActivityContext
    {
        public override TaskIdentifier Identifier => name;

        public override string TaskExecutionKey => taskExecutionKey;

        public override string InstanceId => instanceId;
    }
}
