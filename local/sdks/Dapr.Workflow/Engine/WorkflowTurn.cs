using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

/// <summary>One turn of one instance: runs the code from its start against the history and says what it decided.</summary>
internal sealed class WorkflowTurn(WorkflowRuntimeOptions options, IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    /// <summary>The decisions of a turn; a failure of the workflow is one of them.</summary>
    public WorkflowResponse Run(WorkflowRequest request, string completionToken)
    {
        var response = new WorkflowResponse { InstanceId = request.InstanceId, CompletionToken = completionToken };
        var outer = SynchronizationContext.Current;
        try
        {
            // Continuations must run at once, on this thread: the turn ends when the last event has been played.
            SynchronizationContext.SetSynchronizationContext(null);
            Decide(request, response);
        }
#pragma warning disable CA1031 // Whatever cannot be run fails the workflow, and says why
        catch (Exception e)
#pragma warning restore CA1031
        {
            response.Actions.Clear();
            response.Actions.Add(new WorkflowAction { CompleteWorkflow = Completion.Failed(e) });
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        return response;
    }

    private void Decide(WorkflowRequest request, WorkflowResponse response)
    {
        var timeline = request.PastEvents.Concat(request.NewEvents).ToArray();
        if (timeline.LastOrDefault(entry => entry.ExecutionTerminated is not null) is { } terminated)
        {
            response.Actions.Add(new WorkflowAction { CompleteWorkflow = Completion.Terminated(terminated.ExecutionTerminated.Input) });
            return;
        }

        var started = timeline.LastOrDefault(entry => entry.ExecutionStarted is not null)?.ExecutionStarted
            ?? throw new InvalidOperationException("The history does not say which workflow this is.");
        var context = new ReplayContext(request, started.Name, loggers);
        context.SetTime(timeline.First(entry => entry.WorkflowStarted is not null).Timestamp.ToDateTime());
        context.SetReplaying(request.PastEvents.Count > 0);

        using var scope = scopes.CreateScope();
        var workflow = Create(started.Name, scope.ServiceProvider);
        var run = workflow.RunAsync(context, WorkflowJson.Read(started.Input, workflow.InputType));
        var player = new HistoryPlayer(context);
        player.Play(request.PastEvents, isReplaying: true);
        player.Play(request.NewEvents, isReplaying: false);
        if (!player.IsSuspended)
        {
            response.CustomStatus = WorkflowJson.Write(context.CustomStatus);
            response.Actions.AddRange(context.Calls.Unconfirmed);
            response.Actions.AddRange(End(context, run));
        }
    }

    private IWorkflow Create(string name, IServiceProvider services) =>
        options.Workflows.TryGetValue(name, out var create)
            ? create(services)
            : throw new WorkflowNotFoundException($"Workflow '{name}' is not registered in this app.");

    private static IEnumerable<WorkflowAction> End(ReplayContext context, Task<object?> run)
    {
        var end = context.Continuation is not null ? Completion.Continued(context)
            : run.IsFaulted || run.IsCanceled ? Completion.Failed(run.Exception?.InnerException ?? new TaskCanceledException(run))
            : run.IsCompleted ? Completion.Completed(run)
            : null;
        return end is null ? [] : [new WorkflowAction { Id = context.Calls.NextId, CompleteWorkflow = end }];
    }
}
